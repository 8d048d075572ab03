package io.gatelink.functions;

/**
 * The ARNs that API Gateway's tagging takes.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html">ARNs of API
 *      Gateway</a>
 */
final class ApiGatewayArn {

    private ApiGatewayArn() {
    }

    /**
     * The ARN of something in API Gateway.
     *
     * @param executionArn of this execution, in whose partition and Region it is
     * @param path         such as {@code /vpclinks/a1b2c3}
     */
    static String of(String executionArn, String path) {
        String[] parts = executionArn.split(":", 5);
        return "arn:" + parts[1] + ":apigateway:" + parts[3] + "::" + path;
    }
}
