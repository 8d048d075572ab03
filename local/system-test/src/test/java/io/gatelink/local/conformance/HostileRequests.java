package io.gatelink.local.conformance;

import static java.util.Map.entry;

import io.gatelink.local.apigateway.wire.Route;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Makes hostile requests, always the same ones for the same seed. */
final class HostileRequests {

    private static final List<String> REST_MEMBERS = List.of(
            "name",
            "description",
            "targetArns",
            "tags",
            "pathPart",
            "authorizationType",
            "apiKeyRequired",
            "requestParameters",
            "requestModels",
            "type",
            "httpMethod",
            "uri",
            "connectionType",
            "connectionId",
            "requestTemplates",
            "passthroughBehavior",
            "timeoutInMillis",
            "tlsConfig",
            "selectionPattern",
            "responseParameters",
            "responseTemplates",
            "contentHandling",
            "stageName",
            "variables",
            "deploymentId",
            "cacheClusterSize",
            "canarySettings",
            "patchOperations",
            "op",
            "path",
            "value",
            "from",
            "endpointConfiguration",
            "types",
            "policy",
            "binaryMediaTypes",
            "minimumCompressionSize",
            "pathWithQueryString");
    private static final List<String> JSON_MEMBERS = List.of(
            "Entries",
            "Source",
            "DetailType",
            "Detail",
            "Time",
            "Resources",
            "EventBusName",
            "EventPattern",
            "Event",
            "Name",
            "NamePrefix",
            "Rule",
            "Limit",
            "NextToken",
            "stateMachineArn",
            "executionArn",
            "name",
            "input",
            "maxResults",
            "nextToken",
            "reverseOrder",
            "includeExecutionData",
            "statusFilter",
            "error",
            "cause",
            "definition",
            "type",
            "severity",
            "StartAt",
            "States",
            "loadBalancerArn");
    /** Operations, each with a body that is as it should be. */
    private static final Map<String, String> JSON_OPERATIONS = new TreeMap<>(Map.ofEntries(
            entry("AWSEvents.PutEvents", """
                    {"Entries": [{"Source": "orders", "DetailType": "made", "Detail": "{\\"a\\": 1}", "Time": 1767225600,
                                  "Resources": ["arn"], "EventBusName": "default", "TraceHeader": "x"}, {"Source": "b"}]}"""),
            entry("AWSEvents.ListRules", """
                    {"EventBusName": "default", "NamePrefix": "g", "Limit": 10, "NextToken": "x"}"""),
            entry("AWSEvents.DescribeRule", """
                    {"EventBusName": "default", "Name": "x"}"""),
            entry("AWSEvents.ListTargetsByRule", """
                    {"EventBusName": "default", "Rule": "x", "Limit": 10}"""),
            entry("AWSEvents.TestEventPattern", """
                    {"EventPattern": "{\\"source\\": [{\\"prefix\\": \\"x\\"}], \\"a\\": [{\\"numeric\\": [\\">\\", 1]}]}",
                     "Event": "{\\"id\\": \\"1\\", \\"account\\": \\"1\\", \\"source\\": \\"xyz\\", \\"time\\": \\"t\\", \\"a\\": 2,
                               \\"region\\": \\"r\\", \\"detail-type\\": \\"d\\", \\"resources\\": []}"}"""),
            entry("AWSStepFunctions.StartExecution", """
                    {"stateMachineArn": "$MACHINE", "name": "n", "input": "{\\"loadBalancerName\\": \\"x\\"}", "traceHeader": "x"}"""),
            entry("AWSStepFunctions.DescribeExecution", """
                    {"executionArn": "$EXECUTION", "includedData": "ALL_DATA"}"""),
            entry("AWSStepFunctions.GetExecutionHistory", """
                    {"executionArn": "$EXECUTION", "maxResults": 10, "reverseOrder": true, "includeExecutionData": true}"""),
            entry("AWSStepFunctions.ListExecutions", """
                    {"stateMachineArn": "$MACHINE", "statusFilter": "RUNNING", "maxResults": 10, "nextToken": "x"}"""),
            entry("AWSStepFunctions.StopExecution", """
                    {"executionArn": "$EXECUTION", "error": "e", "cause": "c"}"""),
            entry("AWSStepFunctions.RedriveExecution", """
                    {"executionArn": "$EXECUTION", "clientToken": "x"}"""),
            entry("AWSStepFunctions.DescribeStateMachine", """
                    {"stateMachineArn": "$MACHINE"}"""),
            entry("AWSStepFunctions.ListStateMachines", """
                    {"maxResults": 1, "nextToken": "x"}"""),
            entry("AWSStepFunctions.DescribeStateMachineForExecution", """
                    {"executionArn": "$EXECUTION"}"""),
            entry("AWSStepFunctions.ValidateStateMachineDefinition", """
                    {"type": "STANDARD", "severity": "ERROR", "maxResults": 10, "definition": "{\\"QueryLanguage\\": \\"JSONata\\",
                      \\"StartAt\\": \\"A\\", \\"States\\": {\\"A\\": {\\"Type\\": \\"Pass\\", \\"Output\\": \\"{% $states.input %}\\",
                      \\"Next\\": \\"B\\"}, \\"B\\": {\\"Type\\": \\"Wait\\", \\"Seconds\\": 1, \\"End\\": true}}}"}""")));

    private static final List<String> ACTIONS = List.of(
            "CreateLoadBalancer",
            "DescribeLoadBalancers",
            "DescribeLoadBalancerAttributes",
            "ModifyLoadBalancerAttributes",
            "SetSecurityGroups",
            "CreateListener",
            "DescribeListeners",
            "ModifyListener",
            "CreateTargetGroup",
            "DescribeTargetGroups",
            "ModifyTargetGroup",
            "ModifyTargetGroupAttributes",
            "RegisterTargets",
            "DeregisterTargets",
            "DescribeTargetHealth",
            "AddTags",
            "RemoveTags",
            "DescribeTags",
            "GetCallerIdentity",
            "DeleteTargetGroup",
            "DeleteListener");
    private static final List<String> PARAMETERS = List.of(
            "Name",
            "Type",
            "Scheme",
            "IpAddressType",
            "Subnets.member.1",
            "Subnets.member.2",
            "SubnetMappings.member.1.SubnetId",
            "SecurityGroups.member.1",
            "Tags.member.1.Key",
            "Tags.member.1.Value",
            "Tags.member.2.Key",
            "Tags.member.2.Value",
            "Tags.member.-1.Key",
            "Tags",
            "Tags.member",
            "Names.member.1",
            "LoadBalancerArns.member.1",
            "Marker",
            "PageSize",
            "Protocol",
            "Port",
            "VpcId",
            "TargetType",
            "DefaultActions.member.1.Type",
            "DefaultActions.member.1.TargetGroupArn",
            "Targets.member.1.Id",
            "Targets.member.1.Port",
            "HealthCheckPath",
            "HealthCheckPort",
            "HealthCheckProtocol",
            "Matcher.HttpCode",
            "HealthCheckIntervalSeconds",
            "HealthCheckTimeoutSeconds",
            "Attributes.member.1.Key",
            "Attributes.member.1.Value",
            "Certificates.member.1.CertificateArn",
            "TagKeys.member.1",
            "Action",
            "Version",
            "",
            ".",
            "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r",
            "Tags.member.99999999999.Key",
            "Tags.member.1.Key.x");
    private static final List<String> METHODS = List.of(
            "GET",
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
            "HEAD",
            "OPTIONS",
            "TRACE",
            "BREW",
            "get",
            "M-SEARCH",
            "PROPFIND",
            "G3T",
            "X".repeat(200));
    private static final List<String> HEADERS = List.of(
            "X-Test",
            "Content-Type",
            "Content-Encoding",
            "Accept",
            "Accept-Encoding",
            "X-Forwarded-For",
            "X-Amz-Date",
            "X-Amz-Target",
            "X-Amz-Security-Token",
            "X-Amz-Content-Sha256",
            "x-api-key",
            "Cookie",
            "Range",
            "If-None-Match",
            "Upgrade",
            "TE",
            "Trailer",
            "Via",
            "Max-Forwards",
            "X-Amz-Invocation-Type",
            "X-Amz-Log-Type",
            "Authorization",
            "Forwarded",
            "Referer",
            "User-Agent",
            "X-HTTP-Method-Override",
            "Keep-Alive");

    private final Random random;
    private final HostileText text;
    private final List<Route> routes;
    private final Map<String, List<String>> ids;
    private final String apiPath;
    private final List<String> functions;

    /**
     * @param routes    those of API Gateway's control plane
     * @param ids       for a path's parameters and for the members of Query requests that name something, values that
     *                  are there
     * @param apiPath   of a deployed stage
     * @param functions names of functions that can be invoked
     */
    HostileRequests(
            long seed, List<Route> routes, Map<String, List<String>> ids, String apiPath, List<String> functions) {
        this.random = new Random(seed);
        this.text = new HostileText(random);
        this.routes = routes;
        this.ids = ids;
        this.apiPath = apiPath;
        this.functions = functions;
    }

    /**
     * A request, ready to be sent.
     *
     * @param wellFormed whether it is whole, and one HTTP request: then an answer has to come
     */
    record Hostile(byte[] bytes, boolean wellFormed) {

        boolean isHead() {
            return bytes.length > 5 && new String(bytes, 0, 5, StandardCharsets.US_ASCII).equals("HEAD ");
        }

        /** For a failure's message. */
        @Override
        public String toString() {
            String all = new String(bytes, 0, Math.min(bytes.length, 2000), StandardCharsets.UTF_8);
            return all + (bytes.length > 2000 ? "... (" + bytes.length + " bytes)" : "");
        }
    }

    Hostile next() {
        int kind = random.nextInt(100);
        if (kind < 25) {
            return new Hostile(controlPlane(), true);
        } else if (kind < 40) {
            return new Hostile(json(), true);
        } else if (kind < 55) {
            return new Hostile(query(), true);
        } else if (kind < 80) {
            return new Hostile(dataPlane(), true);
        } else if (kind < 85) {
            return new Hostile(lambda(), true);
        } else if (kind < 88) {
            return new Hostile(unsigned(), true);
        }
        return new Hostile(broken(), false);
    }

    private byte[] controlPlane() {
        Route route = text.pick(routes);
        var path = new StringBuilder();
        String template = route.template().replaceAll("\\?.*", "");
        for (String segment : template.substring(1).split("/")) {
            path.append('/')
                    .append(
                            segment.startsWith("{")
                                    ? id(segment.substring(1, segment.length() - 1))
                                    : text.oneIn(100) ? text.encoded() : segment);
        }
        String body = text.oneIn(8) ? text.noJson() : text.object(REST_MEMBERS);
        return http(
                text.oneIn(15) ? text.pick(METHODS) : route.httpMethod(),
                path + queryString(),
                "apigateway",
                text.oneIn(10) ? text.headerValue() : "application/json",
                "",
                body);
    }

    private byte[] json() {
        String operation = text.pick(List.copyOf(JSON_OPERATIONS.keySet()));
        String service = operation.startsWith("AWSEvents") ? "events" : "states";
        String target = text.oneIn(10) ? text.headerValue() : operation;
        String good = JSON_OPERATIONS
                .get(operation)
                .replace("$MACHINE", id("stateMachineArn"))
                .replace("$EXECUTION", id("executionArn"));
        String body =
                switch (random.nextInt(10)) {
                    case 0 -> text.noJson();
                    case 1, 2 -> text.object(JSON_MEMBERS);
                    case 3, 4 -> escapedWithin(good);
                    default -> text.mutated(good);
                };
        return http(
                "POST",
                text.oneIn(20) ? "/" + text.encoded() : "/",
                service,
                "application/x-amz-json-1.0",
                "X-Amz-Target: " + target + "\r\n",
                body);
    }

    /** Mutates the JSON that a member holds as a text, where one does. */
    private String escapedWithin(String body) {
        int begin = body.indexOf("\"{\\\"") + 1;
        int end = body.indexOf("}\"", begin) + 1;
        if (begin == 0 || end == 0) {
            return text.mutated(body);
        }
        String inner = body.substring(begin, end).replace("\\\"", "\"");
        return body.substring(0, begin - 1) + text.quoted(text.mutated(inner)) + body.substring(end + 1);
    }

    private byte[] query() {
        String action = text.pick(ACTIONS);
        var body = new StringBuilder("Action=" + (text.oneIn(30) ? text.encoded() : action) + "&Version=2015-12-01");
        if (text.oneIn(3)) {
            body.append("&ResourceArns.member.1=").append(id("loadBalancerArn"));
        }
        if (text.oneIn(2)) {
            body.append("&LoadBalancerArn=").append(id("loadBalancerArn"));
            body.append("&TargetGroupArn=").append(id("targetGroupArn"));
        }
        if (action.startsWith("Create")) {
            body.append("&Name=n")
                    .append(random.nextInt(1000))
                    .append("&Type=network&Scheme=internal&Subnets.member.1=s-1"
                            + "&Protocol=TCP&TargetType=ip&VpcId=vpc-1&Port=")
                    .append(random.nextInt(70_000));
        }
        for (int count = random.nextInt(6); count > 0; count--) {
            body.append('&').append(text.oneIn(20) ? text.encoded() : text.pick(PARAMETERS));
            body.append(text.oneIn(50) ? "" : "=").append(text.encoded());
        }
        boolean inPath = text.oneIn(10);
        return http(
                inPath ? "GET" : "POST",
                inPath ? "/?" + body : "/",
                action.equals("GetCallerIdentity") ? "sts" : "elasticloadbalancing",
                text.oneIn(10) ? text.headerValue() : "application/x-www-form-urlencoded",
                "",
                inPath ? "" : body.toString());
    }

    private byte[] dataPlane() {
        boolean byHost = text.oneIn(10);
        var path = new StringBuilder(text.oneIn(20) ? apiPath.replaceFirst("/[^/]*$", "/" + text.encoded()) : apiPath);
        for (int count = random.nextInt(4); count > 0; count--) {
            path.append('/').append(text.encoded());
        }
        var headers = new StringBuilder();
        for (int count = random.nextInt(4); count > 0; count--) {
            headers.append(text.pick(HEADERS))
                    .append(": ")
                    .append(text.headerValue())
                    .append("\r\n");
        }
        if (byHost) {
            return message(
                    text.pick(METHODS) + " " + path + " HTTP/1.1\r\nHost: "
                            + text.headerValue().replaceAll("[^A-Za-z0-9.-]", "")
                            + "x.execute-api.us-east-1.example.com\r\n" + headers,
                    "");
        }
        return message(
                text.pick(METHODS) + " " + path + queryString() + " HTTP/1.1\r\nHost: h\r\n" + headers,
                text.oneIn(3) ? text.value() : "");
    }

    private byte[] lambda() {
        String name = text.oneIn(3) ? text.encoded() : text.pick(functions);
        boolean invoke = text.oneIn(2);
        return http(
                invoke ? "POST" : text.pick(METHODS),
                "/2015-03-31/functions/" + name + (invoke ? "/invocations" : "") + queryString(),
                "lambda",
                "application/json",
                "X-Amz-Invocation-Type: " + (text.oneIn(2) ? "DryRun" : text.headerValue()) + "\r\n",
                text.object(JSON_MEMBERS));
    }

    private byte[] unsigned() {
        String authorization = text.pick(List.of(
                "",
                "Authorization: " + text.headerValue() + "\r\n",
                "Authorization: AWS4-HMAC-SHA256 Credential=" + "a/".repeat(random.nextInt(10_000)) + "\r\n",
                "Authorization: AWS4-HMAC-SHA256 Credential=" + "a".repeat(random.nextInt(30_000)) + "\r\n",
                "Authorization: AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/"
                        + text.pick(List.of("s3", "", "execute-api", "APIGATEWAY", "x".repeat(5000)))
                        + "/aws4_request\r\n"));
        return message(
                text.pick(METHODS) + " "
                        + text.pick(List.of(
                                "/",
                                "/restapis",
                                "/vpclinks?limit=5",
                                "/_aws/execute-api",
                                "/_aws/execute-api/",
                                "/_aws/execute-api//",
                                "/favicon.ico",
                                "/" + text.encoded(),
                                "/?X-Amz-Credential=" + text.encoded()))
                        + " HTTP/1.1\r\nHost: h\r\n" + authorization,
                text.oneIn(2) ? "" : text.object(REST_MEMBERS));
    }

    /** What is not one HTTP request, or not all of it. */
    private byte[] broken() {
        String good = "GET " + apiPath + " HTTP/1.1\r\nHost: h\r\n\r\n";
        String post = "POST " + apiPath + " HTTP/1.1\r\nHost: h\r\n";
        String chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
        String broken =
                switch (random.nextInt(22)) {
                    case 0 -> good.repeat(2 + random.nextInt(20));
                    case 1 -> good.substring(0, random.nextInt(good.length()));
                    case 2 -> post + "Content-Length: 50\r\n\r\n" + "x".repeat(random.nextInt(50));
                    case 3 -> post + "Content-Length: 3\r\n\r\n" + "x".repeat(4 + random.nextInt(50));
                    case 4 -> post + "Content-Length: " + text.headerValue() + "\r\n\r\nabc";
                    case 5 -> post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd";
                    case 6 ->
                        chunked
                                + text.pick(List.of(
                                        "zz\r\n",
                                        "-1\r\n",
                                        "5\r\nab",
                                        "ffffffffffffffff\r\n",
                                        "1\r\na0\r\n\r\n",
                                        "0\r\n",
                                        "3;" + "x".repeat(5000) + "\r\nabc\r\n0\r\n\r\n",
                                        "0\r\nX-Trailer: a\r\n\r\n",
                                        "3\nabc\n0\n\n",
                                        ""));
                    case 7 -> post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n";
                    case 8 -> post + "Transfer-Encoding: " + text.headerValue() + "\r\n\r\n0\r\n\r\n";
                    case 9 -> "GET http://" + text.encoded() + apiPath + " HTTP/1.1\r\nHost: h\r\n\r\n";
                    case 10 -> text.value() + " " + text.value() + " " + text.value() + "\r\n\r\n";
                    case 11 -> "GET " + apiPath + " HTTP/" + text.value() + "\r\nHost: h\r\n\r\n";
                    case 12 -> "GET " + apiPath + " HTTP/1.1\r\n" + text.value() + ": " + text.value() + "\r\n\r\n";
                    case 13 ->
                        "GET " + apiPath + "?" + "q=1&".repeat(random.nextInt(20_000)) + " HTTP/1.1\r\nHost: h\r\n\r\n";
                    case 14 ->
                        "GET " + apiPath + " HTTP/1.1\r\nHost: h\r\n" + "X-Many: 1\r\n".repeat(random.nextInt(6000))
                                + "\r\n";
                    case 15 -> post + "Expect: 100-continue\r\nContent-Length: " + random.nextInt(1 << 30) + "\r\n\r\n";
                    case 16 -> "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n";
                    case 17 -> "CONNECT " + text.value() + " HTTP/1.1\r\nHost: h\r\n\r\n";
                    case 18 ->
                        "GET " + apiPath
                                + " HTTP/1.1\r\nHost: h\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                                + "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n";
                    case 19 -> "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
                    case 20 -> "GET " + apiPath + " HTTP/1.1\r\nHost: h\r\nX: a\r\n folded\r\n\r\n";
                    default -> noise();
                };
        return broken.getBytes(text.oneIn(2) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    private String noise() {
        byte[] bytes = new byte[random.nextInt(400)];
        random.nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private String id(String parameter) {
        return text.oneIn(4) ? text.encoded() : text.pick(ids.getOrDefault(parameter, List.of("x1y2z3")));
    }

    private String queryString() {
        if (!text.oneIn(3)) {
            return "";
        }
        if (text.oneIn(20)) {
            return "?" + "a=b&".repeat(random.nextInt(5000));
        }
        return "?"
                + text.pick(List.of(
                        "limit",
                        "position",
                        "embed",
                        "mode",
                        "name",
                        "Qualifier",
                        "tagKeys",
                        "X-Amz-Credential",
                        text.encoded()))
                + "=" + text.encoded() + (text.oneIn(2) ? "&" + text.encoded() : "");
    }

    private byte[] http(String method, String target, String service, String contentType, String headers, String body) {
        return message(
                method + " " + target
                        + " HTTP/1.1\r\nHost: h\r\nAuthorization: AWS4-HMAC-SHA256 Credential=test/20260101/"
                        + "us-east-1/" + service + "/aws4_request, SignedHeaders=host, Signature=00\r\nContent-Type: "
                        + contentType
                        + "\r\n" + headers,
                body);
    }

    private static byte[] message(String head, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes((head + "Connection: close\r\n"
                        + (content.length > 0 ? "Content-Length: " + content.length + "\r\n" : "") + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(content);
        return bytes.toByteArray();
    }
}
