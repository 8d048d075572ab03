package io.gatelink.local.apigateway;

import io.gatelink.local.apigateway.Integration.IntegrationResponse;
import io.gatelink.local.http.Protocol;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What an integration may look like. Types other than HTTP, HTTP_PROXY and MOCK are not supported, and refused.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html">PutIntegration</a>
 */
final class IntegrationRules {

    /** A bound for the patterns' work; real endpoints are shorter. */
    private static final int MAX_URI = 2048;

    private static final int MAX_SELECTION_PATTERN = 1024;

    private static final String STAGE_VARIABLE = "\\$\\{stageVariables\\.[A-Za-z0-9_]+}";
    private static final Pattern URI = Pattern.compile("https?://(?:[A-Za-z0-9._-]++|" + STAGE_VARIABLE + ")++"
            + "(?::(?:(?<port>[0-9]{1,5})|" + STAGE_VARIABLE + "))?+"
            + "(?:[/?](?:[A-Za-z0-9._~:/?\\[\\]@!&'()*+,;=%-]++|\\$(?!\\{)|\\{[A-Za-z0-9._:-]+\\+?}|"
            + STAGE_VARIABLE + ")*+)?+");
    private static final Pattern CONNECTION_ID = Pattern.compile("[A-Za-z0-9]+|" + STAGE_VARIABLE);
    private static final String NAME = "[A-Za-z0-9!#$%&'*+.^_`|~:-]+";
    private static final Pattern REQUEST_TARGET =
            Pattern.compile("integration\\.request\\.(path|querystring|header)\\." + NAME);
    private static final Pattern REQUEST_SOURCE = Pattern.compile("method\\.request\\."
            + "(?:(?<single>path|querystring|header)|multivalue(?<multi>querystring|header))\\.(?<name>" + NAME + ")");
    private static final String COMMON_SOURCE =
            "stageVariables\\.[A-Za-z0-9_]+|context\\.[A-Za-z0-9_.-]+|'[^'\\p{Cntrl}]*'";
    private static final Pattern OTHER_REQUEST_SOURCE =
            Pattern.compile("method\\.request\\.body(\\..+)?|" + COMMON_SOURCE);
    private static final Pattern RESPONSE_TARGET = Pattern.compile("method\\.response\\.header\\." + NAME);
    private static final Pattern RESPONSE_SOURCE = Pattern.compile("integration\\.response\\.(multivalue)?header\\."
            + NAME + "|integration\\.response\\.body(\\..+)?|" + COMMON_SOURCE);
    private static final String MEDIA_NAME = "[A-Za-z0-9!#$&^_.+*-]+";
    private static final Pattern MEDIA_TYPE = Pattern.compile(MEDIA_NAME + "/" + MEDIA_NAME + "(;.*)?|\\$default");

    private static final int SHORTEST_TIMEOUT = 50;
    private static final int LONGEST_STREAM = 900_000;

    private final Consumer<String> templates;
    private final int timeoutQuota;

    /**
     * @param templates    refuses, by an IllegalArgumentException, mapping templates that the data plane can't render
     * @param timeoutQuota of the account, in milliseconds
     */
    IntegrationRules(Consumer<String> templates, int timeoutQuota) {
        this.templates = templates;
        this.timeoutQuota = timeoutQuota;
    }

    void check(RestApi api, Method method, Integration integration) {
        checkType(integration);
        if (!integration.isMock()) {
            checkEndpoint(integration);
        }
        checkTransferMode(integration);
        checkTimeout(api, integration);
        if (!Set.of("WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER")
                .contains(String.valueOf(integration.passthroughBehavior()))) {
            throw ApiGatewayErrors.badRequest("Invalid passthrough behavior specified. Valid options are "
                    + "WHEN_NO_MATCH,WHEN_NO_TEMPLATES,NEVER");
        }
        checkContentHandling(integration.contentHandling(), "putIntegrationInput.contentHandling");
        new TreeMap<>(integration.requestParameters()).forEach((target, source) -> {
            if (!REQUEST_TARGET.matcher(target).matches()) {
                throw ApiGatewayErrors.mapping(target);
            }
            checkRequestSource(method, source);
        });
        new TreeSet<>(integration.cacheKeyParameters()).forEach(parameter -> checkRequestSource(method, parameter));
        new TreeMap<>(integration.requestTemplates()).forEach(this::checkTemplate);
    }

    void check(Method method, IntegrationResponse response) {
        checkSelectionPattern(response.selectionPattern());
        checkContentHandling(response.contentHandling(), "putIntegrationResponseInput.contentHandling");
        Method.MethodResponse declared = method.methodResponses().get(response.statusCode());
        new TreeMap<>(response.responseParameters()).forEach((target, source) -> {
            if (!RESPONSE_TARGET.matcher(target).matches()) {
                throw ApiGatewayErrors.mapping(target);
            }
            if (declared == null || !declared.responseParameters().containsKey(target)) {
                throw ApiGatewayErrors.mappingParameter(target);
            }
            if (!RESPONSE_SOURCE.matcher(source).matches()) {
                throw ApiGatewayErrors.mapping(source);
            }
        });
        new TreeMap<>(response.responseTemplates()).forEach(this::checkTemplate);
    }

    static int timeout(String value) {
        try {
            return Integer.parseInt(String.valueOf(value));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /**
     * The quota of edge-optimized APIs cannot be raised; streams have 15 minutes whatever the quota.
     *
     * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/response-streaming-http.html">Set up
     *      an HTTP proxy integration with payload response streaming</a>
     */
    private void checkTimeout(RestApi api, Integration integration) {
        int longest = integration.isStreamed()
                ? LONGEST_STREAM
                : api.endpointConfiguration().type().equals("EDGE")
                        ? Settings.DEFAULT_INTEGRATION_TIMEOUT_QUOTA
                        : timeoutQuota;
        if (integration.timeoutInMillis() < SHORTEST_TIMEOUT || integration.timeoutInMillis() > longest) {
            throw ApiGatewayErrors.badRequest(
                    "Timeout should be between " + SHORTEST_TIMEOUT + " ms and " + longest + " ms");
        }
    }

    /** That streams are for proxy integrations is documented; the words of the refusal are not. */
    private static void checkTransferMode(Integration integration) {
        String mode = integration.responseTransferMode();
        if (mode != null && !Set.of("BUFFERED", "STREAM").contains(mode)) {
            throw ApiGatewayErrors.validation(
                    mode,
                    "putIntegrationInput.responseTransferMode",
                    "Member must satisfy enum value set: [BUFFERED, STREAM]");
        }
        if (integration.isStreamed() && !integration.isProxy()) {
            throw ApiGatewayErrors.badRequest("Response transfer mode STREAM is only supported for integrations of "
                    + "type HTTP_PROXY and AWS_PROXY");
        }
    }

    private static void checkType(Integration integration) {
        String type = integration.type();
        if (type == null) {
            throw ApiGatewayErrors.validation(null, "putIntegrationInput.type", "Member must not be null");
        }
        switch (type) {
            case "HTTP", "HTTP_PROXY", "MOCK" -> {}
            case "AWS_PROXY", "AWS" -> throw Protocol.notImplemented("apigateway", "integrations of type " + type);
            default ->
                throw ApiGatewayErrors.validation(
                        type,
                        "putIntegrationInput.type",
                        "Member must satisfy enum value set: [HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS]");
        }
    }

    private static void checkEndpoint(Integration integration) {
        if (integration.httpMethod() == null) {
            throw ApiGatewayErrors.badRequest("Enumeration value for HttpMethod must be non-empty");
        }
        Methods.checkHttpMethod(integration.httpMethod());
        checkUri(integration.uri());
        checkConnection(integration);
    }

    private static void checkUri(String uri) {
        if (uri == null) {
            throw ApiGatewayErrors.badRequest("Invalid integration URI specified");
        }
        if (uri.length() <= MAX_URI) {
            Matcher matcher = URI.matcher(uri);
            if (matcher.matches() && isPort(matcher.group("port"))) {
                return;
            }
        }
        throw ApiGatewayErrors.badRequest("Invalid HTTP endpoint specified for URI");
    }

    private static boolean isPort(String port) {
        return port == null || Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= 65_535;
    }

    private static void checkConnection(Integration integration) {
        String connectionType = integration.connectionType();
        if (connectionType == null || !Set.of("INTERNET", "VPC_LINK").contains(connectionType)) {
            throw ApiGatewayErrors.validation(
                    connectionType,
                    "putIntegrationInput.connectionType",
                    "Member must satisfy enum value set: [INTERNET, VPC_LINK]");
        }
        String connectionId = integration.connectionId();
        if (connectionType.equals("VPC_LINK") && connectionId == null) {
            throw ApiGatewayErrors.badRequest("Connection ID must be specified for connection type VPC_LINK");
        }
        if (connectionId != null && !CONNECTION_ID.matcher(connectionId).matches()) {
            throw ApiGatewayErrors.badRequest("Invalid Vpc Link identifier specified");
        }
    }

    private static void checkSelectionPattern(String selectionPattern) {
        if (selectionPattern == null) {
            return;
        }
        if (selectionPattern.length() > MAX_SELECTION_PATTERN) {
            throw ApiGatewayErrors.badRequest(
                    "Invalid selection pattern specified. Must be at most " + MAX_SELECTION_PATTERN + " characters");
        }
        try {
            Pattern.compile(selectionPattern);
        } catch (PatternSyntaxException e) {
            throw ApiGatewayErrors.badRequest("Invalid selection pattern specified: " + selectionPattern);
        }
    }

    private static void checkContentHandling(String contentHandling, String at) {
        if (contentHandling != null
                && !Set.of("CONVERT_TO_BINARY", "CONVERT_TO_TEXT").contains(contentHandling)) {
            throw ApiGatewayErrors.validation(
                    contentHandling, at, "Member must satisfy enum value set: [CONVERT_TO_BINARY, CONVERT_TO_TEXT]");
        }
    }

    private static void checkRequestSource(Method method, String source) {
        Matcher matcher = REQUEST_SOURCE.matcher(source);
        if (matcher.matches()) {
            String location = matcher.group("single") == null ? matcher.group("multi") : matcher.group("single");
            if (!method.requestParameters().containsKey("method.request." + location + "." + matcher.group("name"))) {
                throw ApiGatewayErrors.mappingParameter(source);
            }
        } else if (!OTHER_REQUEST_SOURCE.matcher(source).matches()) {
            throw ApiGatewayErrors.mapping(source);
        }
    }

    static void checkContentType(String contentType) {
        if (!MEDIA_TYPE.matcher(contentType).matches()) {
            throw ApiGatewayErrors.badRequest(
                    "Validation Result: warnings : [], errors : [Invalid content type specified: " + contentType + "]");
        }
    }

    private void checkTemplate(String contentType, String template) {
        checkContentType(contentType);
        try {
            templates.accept(template);
        } catch (IllegalArgumentException e) {
            throw ApiGatewayErrors.badRequest(e.getMessage());
        }
    }
}
