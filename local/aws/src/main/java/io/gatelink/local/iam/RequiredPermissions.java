package io.gatelink.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Request;
import io.gatelink.local.policy.Permission;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which permissions AWS asks for, call by call.
 *
 * <p>Tags of a request are known where something is made or tagged ({@code POST}, {@code PUT}, and the keys for {@code
 * DELETE}) and those of a resource where it exists; {@code apigateway:UpdateRestApiPolicy} has no condition keys. Who
 * tags something that exists needs {@code apigateway:PATCH} on it, too.
 *
 * <p>As documented, {@code apigateway:Request/RouteAuthorizationType} and {@code apigateway:Request/ApiKeyRequired}
 * come with PutMethod; nothing says that UpdateMethod has them, so here it has not. {@code
 * apigateway:Request/EndpointType} and {@code apigateway:Request/SecurityPolicy} come with CreateDomainName; the keys
 * {@code apigateway:Resource/...} are not there. The base path mappings of a domain name have its tags. The policy of
 * an API needs {@code apigateway:UpdateRestApiPolicy} besides; that this is asked for on {@code /restapis} when an API
 * is made with a policy is inferred.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html">
 *     Actions, resources, and condition keys for AWS services</a>
 */
public final class RequiredPermissions {

    private static final Pattern TAGGED =
            Pattern.compile("(/(?:restapis|vpclinks|apikeys|usageplans|domainnames)/[^/]+)(/stages/[^/]+)?(?:/.*)?");
    private static final Pattern DOMAIN = Pattern.compile("(/domainnames/[^/]+)(.*)");
    private static final Pattern PRIVATE_DOMAIN = Pattern.compile("/domainnames/[^/]+\\+[^/+]+(/.*)?");
    private static final String TAGS = "/tags/";
    private static final Pattern INVOCATION = Pattern.compile("/2015-03-31/functions/([^/]+)/invocations");
    private static final List<String> LINK_CREATION = List.of(
            "ec2:CreateVpcEndpointServiceConfiguration",
            "ec2:DescribeVpcEndpointServiceConfigurations",
            "ec2:ModifyVpcEndpointServicePermissions",
            "elasticloadbalancing:DescribeLoadBalancers");
    private static final List<String> LINK_DELETION =
            List.of("ec2:DeleteVpcEndpointServiceConfigurations", "ec2:DescribeVpcEndpointServiceConfigurations");

    private final Account account;
    private final ResourceTags tags;
    private final BooleanSupplier hasServiceLinkedRole;
    private final Function<String, Optional<String>> webAclOf;

    /** Of an account without web ACLs. */
    public RequiredPermissions(Account account, ResourceTags tags, BooleanSupplier hasServiceLinkedRole) {
        this(account, tags, hasServiceLinkedRole, stage -> Optional.empty());
    }

    /**
     * @param hasServiceLinkedRole whether API Gateway's service-linked role is there already
     * @param webAclOf             the ARN of the web ACL that a stage is associated with, by the stage's ARN
     */
    public RequiredPermissions(
            Account account,
            ResourceTags tags,
            BooleanSupplier hasServiceLinkedRole,
            Function<String, Optional<String>> webAclOf) {
        this.webAclOf = webAclOf;
        this.account = account;
        this.tags = tags;
        this.hasServiceLinkedRole = hasServiceLinkedRole;
    }

    /**
     * What a call of AWS's API needs.
     *
     * <p>A call about a link, API, key or usage plan that is not there needs nothing: the service itself answers that
     * there is none.
     *
     * @param service   by its signing name, e.g. {@code apigateway}
     * @param operation e.g. {@code CreateVpcLink}
     */
    public List<Permission> of(String service, String operation, Request request) {
        return switch (service) {
            case "apigateway" -> apiGateway(operation, request);
            case "apigatewayv2" -> apiGatewayV2(operation, request);
            case "events" ->
                operation.equals("PutEvents")
                        ? putEvents(body(request))
                        : List.of(Permission.of("events:" + operation, "*"));
            case "states" -> states(operation, body(request));
            case "lambda" -> List.of(lambda(operation, request));
            case "dynamodb" -> dynamoDb(operation, request);
            case "s3" -> List.of(S3Permissions.of(account.partition(), operation, request));
            case "wafv2" -> waf(operation, body(request));
            case "cognito-idp" -> cognito(operation, body(request));
            case "logs" -> List.of(logs(operation, body(request)));
            // Anyone may ask who he is.
            case "sts" -> List.of();
            default -> List.of(Permission.of(service + ":" + operation, "*"));
        };
    }

    /** What a request to an API whose methods ask for AWS_IAM needs. */
    public Permission invokeApi(String restApiId, String stage, String method, String path) {
        return Permission.of(
                "execute-api:Invoke",
                account.arn("execute-api", restApiId + "/" + stage + "/" + method + "/" + path.replaceFirst("^/", "")));
    }

    /** What a state machine needs to run a function. */
    public Permission invokeFunction(String functionArn) {
        return Permission.of("lambda:InvokeFunction", functionArn);
    }

    /**
     * What it takes to run a function: Lambda looks at the ARN with the qualifier, if there is one.
     *
     * @param function  its name or ARN, maybe with a version or alias behind it
     * @param qualifier a version or alias; empty for none
     */
    Permission invokeFunction(String function, String qualifier) {
        String arn = function.startsWith("arn:") ? function : account.arn("lambda", "function:" + function);
        return invokeFunction(qualifier.isEmpty() || arn.endsWith(":" + qualifier) ? arn : arn + ":" + qualifier);
    }

    /** What PutEvents needs, with each entry's source and detail type as condition keys. */
    public List<Permission> putEvents(JsonNode request) {
        var permissions = new ArrayList<Permission>();
        for (JsonNode entry : request.path("Entries")) {
            String bus = entry.path("EventBusName").asText("default");
            permissions.add(new Permission(
                    "events:PutEvents",
                    bus.startsWith("arn:") ? bus : account.arn("events", "event-bus/" + bus),
                    Map.of(
                            "events:source",
                            List.of(entry.path("Source").asText()),
                            "events:detail-type",
                            List.of(entry.path("DetailType").asText()))));
        }
        return permissions;
    }

    /** Of one log group, whichever way a request names it; of all where it names none. */
    private Permission logs(String operation, JsonNode request) {
        String group = request.path("logGroupName")
                .asText(request.path("logGroupIdentifier").asText());
        String arn = group.startsWith("arn:") ? group : account.arn("logs", "log-group:" + group);
        return Permission.of("logs:" + operation, group.isEmpty() ? "*" : arn + ":*");
    }

    private List<Permission> apiGateway(String operation, Request request) {
        var permissions = apiGateway(operation, request, path(request.path(), request), "PUT");
        if (!permissions.isEmpty()) {
            behindLinks(operation).forEach(action -> permissions.add(Permission.of(action, "*")));
        }
        return permissions;
    }

    /**
     * ARNs are without the version that paths begin with. Who creates with tags, or tags, needs POST on the tags' path.
     *
     * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagementv2.html">
     *      Actions, resources, and condition keys for Amazon API Gateway Management V2</a>
     */
    private List<Permission> apiGatewayV2(String operation, Request request) {
        var permissions =
                apiGateway(operation, request, path(request.path().substring("/v2".length()), request), "POST");
        if (operation.equals("CreateVpcLink") && !hasServiceLinkedRole.getAsBoolean()) {
            permissions.add(serviceLinkedRole());
        }
        return permissions;
    }

    /**
     * @param path    as it is in ARNs
     * @param tagging the HTTP method of tagging
     */
    private List<Permission> apiGateway(String operation, Request request, String path, String tagging) {
        var context = new LinkedHashMap<String, List<String>>();
        if (!describeResource(path, context)) {
            return new ArrayList<>();
        }
        JsonNode body = body(request);
        JsonNode requestTags =
                request.method().equals("POST") || request.method().equals("PUT") ? body.path("tags") : Json.object();
        requestTags(requestTags, context);
        if (operation.equals("UntagResource")) {
            context.put("aws:TagKeys", request.queryParameters().getOrDefault("tagKeys", List.of()));
        }
        if (operation.equals("PutMethod")) {
            context.put(
                    "apigateway:Request/RouteAuthorizationType",
                    List.of(body.path("authorizationType").asText()));
            context.put(
                    "apigateway:Request/ApiKeyRequired",
                    List.of(Boolean.toString(body.path("apiKeyRequired").asBoolean())));
        }
        if (operation.equals("CreateAuthorizer")) {
            context.put(
                    "apigateway:Request/AuthorizerType",
                    List.of(body.path("type").asText()));
            context.put(
                    "apigateway:Request/AuthorizerUri",
                    List.of(body.path("authorizerUri").asText()));
        }
        if (operation.equals("CreateDomainName")) {
            context.put(
                    "apigateway:Request/EndpointType",
                    List.of(body.at("/endpointConfiguration/types/0").asText("EDGE")));
            if (body.hasNonNull("securityPolicy")) {
                context.put(
                        "apigateway:Request/SecurityPolicy",
                        List.of(body.path("securityPolicy").asText()));
            }
        }
        var permissions = new ArrayList<Permission>();
        permissions.add(new Permission("apigateway:" + request.method(), arn(path), context));
        if (operation.startsWith("Create") && !requestTags.isEmpty()) {
            // The new resource has no id yet, nor tags.
            var ofRequest = new LinkedHashMap<String, List<String>>();
            requestTags(requestTags, ofRequest);
            permissions.add(new Permission(
                    "apigateway:" + tagging,
                    arn("/tags/" + URLEncoder.encode(arn(path + "/"), StandardCharsets.UTF_8) + "*"),
                    ofRequest));
        }
        if (operation.equals("TagResource")) {
            permissions.add(new Permission("apigateway:PATCH", arn(pathOf(path.substring(TAGS.length()))), context));
        }
        if (changesPolicy(operation, body)) {
            permissions.add(Permission.of("apigateway:UpdateRestApiPolicy", arn(path)));
        }
        if (tracesStage(operation, body) && !hasServiceLinkedRole.getAsBoolean()) {
            permissions.add(serviceLinkedRole());
        }
        return permissions;
    }

    /**
     * The path as it is in a resource's ARN: decoded, and the id of a private domain name behind its name. That of a
     * tag's resource stays encoded.
     */
    private static String path(String encoded, Request request) {
        if (encoded.startsWith(TAGS)) {
            return encoded;
        }
        String path = decoded(encoded);
        Matcher domain = DOMAIN.matcher(path);
        Optional<String> id = request.queryParameter("domainNameId").filter(it -> !it.isEmpty());
        return domain.matches() && id.isPresent() ? domain.group(1) + "+" + id.get() + domain.group(2) : path;
    }

    private static String decoded(String path) {
        try {
            // In a path, unlike in a form, a plus is a plus.
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return path;
        }
    }

    /**
     * Adds what the resource's own tags are, and for a stage those of its API, too; for calls about tags, those of the
     * resource that they are about.
     *
     * @return whether there is such a resource, or no need for one
     */
    private boolean describeResource(String path, Map<String, List<String>> context) {
        String about = path.startsWith(TAGS) ? pathOf(path.substring(TAGS.length())) : path;
        Matcher tagged = TAGGED.matcher(about);
        if (!tagged.matches()) {
            return true;
        }
        var found = tags.of(arn(tagged.group(1)));
        if (found.isEmpty()) {
            return false;
        }
        resourceTags(found.get(), context);
        if (tagged.group(2) != null) {
            tags.of(arn(tagged.group(1) + tagged.group(2))).ifPresent(own -> resourceTags(own, context));
        }
        return true;
    }

    /** The path at the end of an API Gateway resource's ARN, which is percent-encoded. */
    private String pathOf(String encodedArn) {
        String resourceArn;
        try {
            resourceArn = URLDecoder.decode(encodedArn, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
        int path = resourceArn.indexOf('/');
        return path > 0 && resourceArn.equals(arn(resourceArn.substring(path))) ? resourceArn.substring(path) : "";
    }

    private static boolean changesPolicy(String operation, JsonNode body) {
        if (operation.equals("CreateRestApi")) {
            return body.hasNonNull("policy");
        }
        boolean changes = false;
        if (operation.equals("UpdateRestApi")) {
            for (JsonNode patch : body.path("patchOperations")) {
                changes |= patch.path("path").asText().equals("/policy");
            }
        }
        return changes;
    }

    /** Whether a stage is traced from now on, for which API Gateway needs its service-linked role. */
    private static boolean tracesStage(String operation, JsonNode body) {
        if (!operation.equals("UpdateStage")) {
            return (operation.equals("CreateStage") || operation.equals("CreateDeployment"))
                    && body.path("tracingEnabled").asBoolean();
        }
        boolean traces = false;
        for (JsonNode patch : body.path("patchOperations")) {
            traces |= patch.path("path").asText().equals("/tracingEnabled")
                    && patch.path("value").asBoolean();
        }
        return traces;
    }

    private Permission serviceLinkedRole() {
        return new Permission(
                "iam:CreateServiceLinkedRole",
                "arn:" + account.partition() + ":iam::" + account.id()
                        + ":role/aws-service-role/ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway",
                Map.of("iam:AWSServiceName", List.of("ops.apigateway.amazonaws.com")));
    }

    private static List<String> behindLinks(String operation) {
        return switch (operation) {
            case "CreateVpcLink" -> LINK_CREATION;
            case "DeleteVpcLink" -> LINK_DELETION;
            default -> List.of();
        };
    }

    private static void resourceTags(Map<String, String> tags, Map<String, List<String>> context) {
        tags.forEach((key, value) -> context.put("aws:ResourceTag/" + key, List.of(value)));
    }

    private static void requestTags(JsonNode tags, Map<String, List<String>> context) {
        var keys = new ArrayList<String>();
        tags.properties().forEach(tag -> {
            keys.add(tag.getKey());
            context.put("aws:RequestTag/" + tag.getKey(), List.of(tag.getValue().asText()));
        });
        if (!keys.isEmpty()) {
            context.put("aws:TagKeys", keys);
        }
    }

    private Permission lambda(String operation, Request request) {
        Matcher invocation = INVOCATION.matcher(request.path());
        if (!operation.equals("Invoke") || !invocation.matches()) {
            return Permission.of("lambda:" + operation, "*");
        }
        String name = invocation.group(1).replace("%3A", ":").replace("%3a", ":");
        return invokeFunction(name, request.queryParameter("Qualifier").orElse(""));
    }

    /**
     * As documented: who associates a stage with a web ACL, or ends that, also sets it at API Gateway; who asks for a
     * stage's web ACL has to be allowed to see it.
     *
     * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awswafv2.html">Actions,
     *     resources, and condition keys for AWS WAF V2</a>
     */
    private List<Permission> waf(String operation, JsonNode body) {
        String action = "wafv2:" + operation;
        String stage = body.path("ResourceArn").asText("*");
        String webAcl = body.path("WebACLArn").asText("*");
        return switch (operation) {
            case "AssociateWebACL" ->
                List.of(
                        Permission.of(action, webAcl),
                        Permission.of(action, stage),
                        Permission.of("apigateway:SetWebACL", stage));
            case "DisassociateWebACL" ->
                List.of(Permission.of(action, stage), Permission.of("apigateway:SetWebACL", stage));
            case "GetWebACLForResource" -> {
                var permissions = new ArrayList<>(List.of(Permission.of(action, stage)));
                webAclOf.apply(stage).ifPresent(arn -> permissions.add(Permission.of("wafv2:GetWebACL", arn)));
                yield permissions;
            }
            case "ListResourcesForWebACL" -> List.of(Permission.of(action, webAcl));
            case "ListWebACLs" -> List.of(Permission.of(action, "*"));
            default -> {
                String path = "regional/webacl/" + body.path("Name").asText() + "/"
                        + body.path("Id").asText("*");
                yield List.of(Permission.of(action, body.path("ARN").asText(account.arn("wafv2", path))));
            }
        };
    }

    private List<Permission> cognito(String operation, JsonNode body) {
        String pool = body.path("UserPoolId").asText();
        return switch (operation) {
            // Without a signature, or open to all who have one.
            case "InitiateAuth", "GetSigningKeys" -> List.of();
            default ->
                List.of(Permission.of(
                        "cognito-idp:" + operation,
                        pool.isEmpty() ? "*" : account.arn("cognito-idp", "userpool/" + pool)));
        };
    }

    private List<Permission> dynamoDb(String operation, Request request) {
        if (operation.equals("ListTables")) {
            return List.of(Permission.of("dynamodb:ListTables", "*"));
        }
        return TableNames.uses(operation, request).stream()
                .map(use -> Permission.of(
                        "dynamodb:" + use.action(),
                        use.tableName().startsWith("arn:")
                                ? use.tableName()
                                : account.arn("dynamodb", "table/" + use.tableName())))
                .toList();
    }

    /** Who gives a state machine a role must be allowed to pass it on. */
    private List<Permission> states(String operation, JsonNode body) {
        boolean creates = operation.equals("CreateStateMachine");
        var permissions = new ArrayList<Permission>();
        permissions.add(Permission.of(
                "states:" + operation,
                creates
                        ? account.arn(
                                "states", "stateMachine:" + body.path("name").asText())
                        : stateMachineOrExecution(body)));
        if ((creates || operation.equals("UpdateStateMachine"))
                && body.path("roleArn").isTextual()) {
            permissions.add(new Permission(
                    "iam:PassRole",
                    body.path("roleArn").textValue(),
                    Map.of("iam:PassedToService", List.of("states.amazonaws.com"))));
        }
        return permissions;
    }

    private static String stateMachineOrExecution(JsonNode body) {
        return body.path("stateMachineArn").asText(body.path("executionArn").asText("*"));
    }

    /** Of what API Gateway has, only private domain names have an account in their ARNs. */
    private String arn(String path) {
        String owner = PRIVATE_DOMAIN.matcher(path).matches() ? account.id() : "";
        return "arn:" + account.partition() + ":apigateway:" + account.region() + ":" + owner + ":" + path;
    }

    private static JsonNode body(Request request) {
        if (request.body().length == 0) {
            return Json.object();
        }
        try {
            return Json.parse(request.body());
        } catch (Json.InvalidJsonException e) {
            // The service itself says so.
            return Json.object();
        }
    }
}
