package io.gatelink.local.apigateway;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import io.gatelink.local.http.WireService;
import io.gatelink.local.time.EventLoop;
import java.util.ArrayList;
import java.util.List;

/** Answers requests with one service, and records its operations. */
final class RecordedService {

    private final EventLoop loop;
    private final WireService service;
    private final List<String> operations = new ArrayList<>();

    RecordedService(EventLoop loop, WireService service) {
        this.loop = loop;
        this.service = service;
    }

    /** What was asked for so far. */
    List<String> operations() {
        return operations;
    }

    Response answer(Request request) {
        return loop.exclusively(() -> {
            try {
                var operation = service.route(request);
                operations.add(operation.name());
                return operation.action().get();
            } catch (AwsException e) {
                return service.protocol().render(e, "00000000-0000-4000-8000-000000000000");
            }
        });
    }
}
