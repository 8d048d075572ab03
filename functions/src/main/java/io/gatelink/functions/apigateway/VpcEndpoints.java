package io.gatelink.functions.apigateway;

import java.util.List;
import java.util.regex.Pattern;

/** The interface VPC endpoints that the stack's parameter {@code AllowedVpcEndpointIds} names: ids with commas, or none. */
public final class VpcEndpoints {

    /** The form of the parameter. */
    public static final Pattern IDS = Pattern.compile("(?:vpce-[0-9a-f]{8,17}(,vpce-[0-9a-f]{8,17}){0,99})?");

    private VpcEndpoints() {
    }

    /** The ids, in their order, each once. */
    public static List<String> ids(String value) {
        return value.isEmpty() ? List.of() : List.of(value.split(",")).stream().distinct().toList();
    }
}
