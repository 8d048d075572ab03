package io.gatelink.functions.apigateway;

import io.gatelink.functions.lambda.EnvironmentVariables;
import io.gatelink.functions.lambda.Settings;
import java.util.List;
import java.util.regex.Pattern;

/** The interface VPC endpoints that the stack's parameter AllowedVpcEndpointIds names: ids with commas, or none. */
public final class VpcEndpoints {

    private static final Pattern IDS = Pattern.compile("(?:vpce-[0-9a-f]{8,17}(,vpce-[0-9a-f]{8,17}){0,99})?");

    private VpcEndpoints() {
    }

    /** The ids in a function's environment, in their order, each once. */
    public static List<String> of(Settings settings) {
        String ids = settings.text(EnvironmentVariables.ALLOWED_VPC_ENDPOINT_IDS, IDS.asMatchPredicate(),
                "set it to ids such as vpce-0a1b2c3d with commas between them, or to nothing");
        return ids.isEmpty() ? List.of() : List.of(ids.split(",")).stream().distinct().toList();
    }
}
