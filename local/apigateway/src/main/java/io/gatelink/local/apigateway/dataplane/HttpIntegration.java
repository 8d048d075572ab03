package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.apigateway.Integration;
import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.http.Response;
import io.gatelink.local.time.EventLoop;
import java.io.IOException;
import java.net.ConnectException;
import javax.net.ssl.SSLException;

/** Calls a method's backend through its VPC link. */
final class HttpIntegration {

    private final EventLoop loop;
    private final LiveStage.Directory directory;
    private final VpcLinkRouter router;
    private final Endpoints endpoints;

    HttpIntegration(EventLoop loop, LiveStage.Directory directory, VpcLinkRouter router, Endpoints endpoints) {
        this.loop = loop;
        this.directory = directory;
        this.router = router;
        this.endpoints = endpoints;
    }

    Response answer(MethodCall call, Integration integration) throws GatewayResponseException {
        if (!"VPC_LINK".equals(integration.connectionType())) {
            throw GatewayResponseException.notSupported(
                    "integrations without a VPC link: it does not leave this machine");
        }
        EndpointRequest request = RequestMapper.map(call, integration);
        TargetConnection target = target(call, integration, request.uri());
        InvocationLines.sending(call, request);
        EndpointResponse response = send(call, integration, request, target);
        return response.stream() == null
                ? ResponseMapper.map(call, integration, response)
                : ResponseMapper.map(
                        call,
                        integration,
                        new EndpointResponse(
                                response.status(),
                                response.headers(),
                                response.body(),
                                new PacedBody(response.stream(), loop::sleep)));
    }

    private TargetConnection target(MethodCall call, Integration integration, EndpointUri uri)
            throws GatewayResponseException {
        String connectionId;
        try {
            connectionId = StageVariables.resolve(
                    integration.connectionId() == null ? "" : integration.connectionId(),
                    call.stage().variables());
        } catch (IllegalArgumentException e) {
            throw GatewayResponseException.configurationError(e.getMessage());
        }
        return loop.exclusively(() -> router.find(connectionId, integration.integrationTarget(), uri))
                .orThrow();
    }

    private EndpointResponse send(
            MethodCall call, Integration integration, EndpointRequest request, TargetConnection target)
            throws GatewayResponseException {
        boolean checkIssuer = !Boolean.TRUE.equals(integration.insecureSkipVerification());
        // What AWS does with a test invocation of a stream is documented nowhere: it is read to its end, up to 10 MB.
        boolean stream = integration.isStreamed() && !call.isTest();
        long idleMillis = stream
                ? loop.exclusively(
                                () -> directory.streamIdleTimeout(call.stage().restApiId()))
                        .toMillis()
                : 0;
        var limits = new TimeLimits(integration.timeoutInMillis(), (int) idleMillis);
        long start = loop.nanoTime();
        try {
            EndpointResponse response = endpoints.send(request, target, checkIssuer, limits);
            InvocationLines.answered(call, response, (loop.nanoTime() - start) / 1_000_000);
            return response;
        } catch (Backends.EndpointTimeoutException e) {
            throw GatewayResponseException.timedOut();
        } catch (Backends.UnusableAnswerException e) {
            throw GatewayResponseException.configurationError(e.getMessage());
        } catch (ConnectException e) {
            throw GatewayResponseException.unreachable();
        } catch (SSLException e) {
            throw GatewayResponseException.configurationError(TlsFailures.reason(e));
        } catch (IOException e) {
            throw GatewayResponseException.networkError();
        }
    }
}
