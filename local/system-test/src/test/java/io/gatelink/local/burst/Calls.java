package io.gatelink.local.burst;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.ApiCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts the calls that functions make of AWS's API: how often each operation is tried until it is answered. */
final class Calls {

    private final Map<String, Count> operations = new TreeMap<>();
    private final List<ApiGatewayCall> apiGateway = new ArrayList<>();

    private record ApiGatewayCall(String operation, Duration at) {}

    /** How often an operation was called, and how often it was not refused for the moment. */
    static final class Count {

        private int made;
        private int answered;

        int made() {
            return made;
        }

        int answered() {
            return answered;
        }

        /** Attempts for each call that was answered. */
        double attempts() {
            return answered == 0 ? made : (double) made / answered;
        }

        private void add(Count other) {
            made += other.made;
            answered += other.answered;
        }
    }

    /** @param now since the start */
    void answered(ApiCall call, Duration now) {
        count(call, now).answered++;
    }

    /** A refusal that stays, such as "not found", is an answer. */
    void refused(ApiCall call, AwsException error, Duration now) {
        Count count = count(call, now);
        if (error.status() < 500 && error.status() != 429 && !error.code().startsWith("Thrott")) {
            count.answered++;
        }
    }

    private Count count(ApiCall call, Duration now) {
        if (call.service().equals("apigateway")) {
            apiGateway.add(new ApiGatewayCall(call.operation(), now));
        }
        Count count = operations.computeIfAbsent(call.service() + " " + call.operation(), absent -> new Count());
        count.made++;
        return count;
    }

    /** By service and operation, such as {@code apigateway CreateVpcLink}. */
    Map<String, Count> operations() {
        return operations;
    }

    /** One operation's. */
    Count of(String operation) {
        return operations.getOrDefault(operation, new Count());
    }

    /** All operations' of services. */
    Count all(String... services) {
        var all = new Count();
        for (String service : services) {
            operations.forEach((operation, count) -> {
                if (operation.startsWith(service + " ")) {
                    all.add(count);
                }
            });
        }
        return all;
    }

    /** The calls of API Gateway by operation, refused ones too, in that time of this length in which they are most. */
    Map<String, Long> mostOfApiGateway(Duration window) {
        List<ApiGatewayCall> most = List.of();
        int from = 0;
        for (int to = 0; to < apiGateway.size(); to++) {
            while (apiGateway.get(to).at().minus(apiGateway.get(from).at()).compareTo(window) >= 0) {
                from++;
            }
            if (to - from + 1 > most.size()) {
                most = apiGateway.subList(from, to + 1);
            }
        }
        return most.stream()
                .collect(Collectors.groupingBy(ApiGatewayCall::operation, TreeMap::new, Collectors.counting()));
    }
}
