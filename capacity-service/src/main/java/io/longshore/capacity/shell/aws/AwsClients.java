package io.longshore.capacity.shell.aws;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingAsyncClient;
import software.amazon.awssdk.services.ec2.Ec2AsyncClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/**
 * The SDK's clients over one HTTP client. Each is given its HTTP client, because looking for one on
 * the class path breaks the native image. With fixed keys nothing of this machine is read: no
 * profile, no metadata service.
 */
public final class AwsClients implements AutoCloseable {

  private final SdkAsyncHttpClient http;
  private final Ec2AsyncClient ec2;
  private final AutoScalingAsyncClient autoScaling;
  private final SqsAsyncClient sqs;

  /** Clients that connect when they are first used. */
  public AwsClients(AwsSettings settings) {
    http =
        NettyNioAsyncHttpClient.builder()
            .maxConcurrency(settings.limits().concurrency())
            .connectionTimeout(settings.limits().attempt())
            .build();
    var endpoints = settings.endpoints();
    ec2 = configured(Ec2AsyncClient.builder(), endpoints.ec2(), settings).build();
    autoScaling =
        configured(AutoScalingAsyncClient.builder(), endpoints.autoScaling(), settings).build();
    sqs = configured(SqsAsyncClient.builder(), endpoints.queue(), settings).build();
  }

  private <B extends AwsAsyncClientBuilder<B, ?> & AwsClientBuilder<B, ?>> B configured(
      B builder, Optional<URI> endpoint, AwsSettings settings) {
    endpoint.ifPresent(builder::endpointOverride);
    return builder
        .httpClient(http)
        .region(Region.of(settings.region()))
        .credentialsProvider(credentials(settings))
        .overrideConfiguration(overrides(settings));
  }

  private static ClientOverrideConfiguration overrides(AwsSettings settings) {
    var limits = settings.limits();
    var retries =
        AwsRetryStrategy.forRetryMode(RetryMode.ADAPTIVE_V2).toBuilder()
            .maxAttempts(limits.tries())
            .build();
    var overrides =
        ClientOverrideConfiguration.builder()
            .apiCallTimeout(limits.call())
            .apiCallAttemptTimeout(limits.attempt())
            .retryStrategy(retries);
    if (settings.credentials().isPresent()) {
      var none = ProfileFile.aggregator().build();
      overrides.defaultProfileFile(none);
    }
    return overrides.build();
  }

  private static AwsCredentialsProvider credentials(AwsSettings settings) {
    return settings
        .credentials()
        .<AwsCredentialsProvider>map(
            keys ->
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(keys.accessKey(), keys.secretKey())))
        .orElseGet(() -> DefaultCredentialsProvider.builder().build());
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
