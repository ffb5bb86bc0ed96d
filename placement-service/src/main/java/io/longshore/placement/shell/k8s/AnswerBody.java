package io.longshore.placement.shell.k8s;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * An answer's body that, once read to its end, is not closed. The client's way to close a body is
 * to close its connection, and behind the end that connection already carries the next request.
 */
final class AnswerBody extends FilterInputStream {

  private volatile boolean ended;

  AnswerBody(InputStream body) {
    super(body);
  }

  @Override
  public int read() throws IOException {
    return seen(super.read());
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    return seen(super.read(bytes, from, length));
  }

  private int seen(int n) {
    if (n < 0) {
      ended = true;
    }
    return n;
  }

  @Override
  public void close() throws IOException {
    if (!ended) {
      super.close();
    }
  }
}
