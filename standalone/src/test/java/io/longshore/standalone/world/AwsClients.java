package io.longshore.standalone.world;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingAsyncClient;
import software.amazon.awssdk.services.ec2.Ec2AsyncClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/** The AWS SDK's clients, as capacity-service makes them, of a world. */
final class AwsClients implements AutoCloseable {

  private final SdkAsyncHttpClient http = NettyNioAsyncHttpClient.create();
  private final Ec2AsyncClient ec2;
  private final AutoScalingAsyncClient autoScaling;
  private final SqsAsyncClient sqs;

  AwsClients(String url) {
    ec2 = configured(Ec2AsyncClient.builder(), url).build();
    autoScaling = configured(AutoScalingAsyncClient.builder(), url).build();
    sqs = configured(SqsAsyncClient.builder(), url).build();
  }

  private <B extends AwsAsyncClientBuilder<B, ?> & AwsClientBuilder<B, ?>> B configured(
      B builder, String url) {
    return builder
        .httpClient(http)
        .endpointOverride(URI.create(url))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")));
  }

  Ec2AsyncClient ec2() {
    return ec2;
  }

  AutoScalingAsyncClient autoScaling() {
    return autoScaling;
  }

  SqsAsyncClient sqs() {
    return sqs;
  }

  @Override
  public void close() {
    sqs.close();
    autoScaling.close();
    ec2.close();
    http.close();
  }
}
