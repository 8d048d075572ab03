package io.gatelink.local.apigateway.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.dataplane.TestInvocations;
import io.gatelink.local.apigateway.dataplane.TestInvocations.TestInvokeMethodRequest;
import io.gatelink.local.apigateway.dataplane.TestInvocations.TestInvokeMethodResponse;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.FrontDoor;
import io.gatelink.local.http.Operation;
import io.gatelink.local.time.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** TestInvokeMethod on the wire. It waits for a backend, so it runs beside the loop. */
public final class TestInvokeWire {

    private static final Logger LOG = Logger.getLogger(TestInvokeWire.class.getName());
    private static final String OPERATION = "TestInvokeMethod";

    private final EventLoop loop;
    private final TestInvocations invocations;

    public TestInvokeWire(EventLoop loop, TestInvocations invocations) {
        this.loop = loop;
        this.invocations = invocations;
    }

    public List<Route> routes() {
        return List.of(new Route(
                "POST",
                "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}",
                OPERATION,
                call -> Operation.async(OPERATION, callback -> start(call, callback))));
    }

    private void start(Call call, Operation.Callback callback) {
        Supplier<TestInvokeMethodResponse> invocation;
        try {
            invocation = invocations.testInvokeMethod(parse(call));
        } catch (AwsException e) {
            callback.failed(e);
            return;
        }
        loop.execute(() -> {
            try {
                TestInvokeMethodResponse response = invocation.get();
                loop.schedule(Duration.ZERO, () -> callback.succeeded(Route.answer(200, render(response))));
            } catch (RuntimeException e) {
                LOG.log(Level.SEVERE, "Internal failure at request " + OPERATION, e);
                loop.schedule(Duration.ZERO, () -> callback.failed(FrontDoor.internalFailure(OPERATION)));
            }
        });
    }

    private static TestInvokeMethodRequest parse(Call call) {
        Body body = call.body();
        return new TestInvokeMethodRequest(
                MethodWire.api(call),
                MethodWire.resource(call),
                MethodWire.httpMethod(call),
                body.string("pathWithQueryString"),
                body.text("body"),
                body.stringMap("headers"),
                body.stringListMap("multiValueHeaders"),
                body.string("clientCertificateId"),
                body.stringMap("stageVariables"));
    }

    private static JsonNode render(TestInvokeMethodResponse response) {
        ObjectNode node = Json.object().put("status", response.status()).put("body", response.body());
        ObjectNode headers = node.putObject("headers");
        ObjectNode multiValueHeaders = node.putObject("multiValueHeaders");
        response.headers().forEach((name, values) -> {
            if (!values.isEmpty()) {
                headers.put(name, values.get(values.size() - 1));
                Render.array(multiValueHeaders, name, values);
            }
        });
        return node.put("log", response.log()).put("latency", response.latency().toMillis());
    }
}
