package io.gatelink.functions;

import java.util.List;
import java.util.regex.Pattern;

/** The interface VPC endpoints that the stack's parameter {@code AllowedVpcEndpointIds} names: ids with commas, or none. */
final class VpcEndpoints {

    private static final Pattern IDS = Pattern.compile("vpce-[0-9a-f]{8,17}(,vpce-[0-9a-f]{8,17}){0,99}");

    private VpcEndpoints() {
    }

    /** @throws InvalidInputException if the field {@code vpcEndpointIds} has anything else */
    static void check(String value) {
        Checks.optional("vpcEndpointIds", value, IDS,
                "give the ids of VPC endpoints such as vpce-0a1b2c3d with commas between them, or nothing");
    }

    /** The ids, in their order, each once. */
    static List<String> ids(String value) {
        return value.isEmpty() ? List.of() : List.of(value.split(",")).stream().distinct().toList();
    }
}
