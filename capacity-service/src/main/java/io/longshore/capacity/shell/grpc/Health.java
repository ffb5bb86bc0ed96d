package io.longshore.capacity.shell.grpc;

import io.grpc.BindableService;
import io.quarkus.grpc.GrpcService;
import io.quarkus.grpc.runtime.health.GrpcHealthEndpoint;

/**
 * The standard health service. Quarkus starts a gRPC server only where the application itself has a
 * service; this is it, in place of Quarkus's own bean of the same class, which {@code
 * quarkus.grpc.server.grpc-health.enabled=false} leaves out.
 */
@GrpcService
class Health extends GrpcHealthEndpoint implements BindableService {}
