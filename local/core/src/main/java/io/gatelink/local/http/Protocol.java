package io.gatelink.local.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The protocols of AWS's APIs, as far as they differ in their errors. The only place that turns errors into bytes.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/index.html">Smithy: AWS protocols</a>
 */
public enum Protocol {

    /** API Gateway and Lambda: the type in a header. */
    REST_JSON("application/json") {
        @Override
        public Response render(AwsException error, String requestId) {
            return Response.json(error.status(), contentType(), Json.object().put("message", error.getMessage()))
                    .with("x-amzn-ErrorType", error.code())
                    .with("x-amzn-RequestId", requestId);
        }
    },

    /** Step Functions (1.0). */
    JSON_1_0("application/x-amz-json-1.0"),

    /**
     * DynamoDB (1.0): its errors tell the namespace of their types, and may have members of their own; each answer
     * bears its checksum, which clients check.
     *
     * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html">
     *     DynamoDB low-level API</a>
     */
    DYNAMODB("application/x-amz-json-1.0") {
        @Override
        Response answer(ObjectNode body) {
            return withChecksum(super.answer(body));
        }

        @Override
        public Response render(AwsException error, String requestId) {
            String namespace =
                    switch (error.code()) {
                        case "ValidationException" -> "com.amazon.coral.validate#";
                        case "SerializationException",
                                "UnknownOperationException",
                                "AccessDeniedException",
                                "MissingAuthenticationTokenException" -> "com.amazon.coral.service#";
                        default -> "com.amazonaws.dynamodb.v20120810#";
                    };
            boolean capital = namespace.endsWith("service#") || error.code().equals("TransactionCanceledException");
            ObjectNode body = Json.object()
                    .put("__type", namespace + error.code())
                    .put(capital ? "Message" : "message", error.getMessage());
            error.members().ifPresent(body::setAll);
            // DynamoDB answers 400 to all that is the caller's fault.
            int status = error.status() < 500 ? 400 : error.status();
            return withChecksum(new Response(status, Map.of("Content-Type", List.of(contentType())), Json.bytes(body)))
                    .with("x-amzn-RequestId", requestId);
        }
    },

    /** EventBridge (1.1). */
    JSON_1_1("application/x-amz-json-1.1"),

    /** ELB and STS: form parameters in, XML out. */
    QUERY("text/xml") {
        @Override
        public Response render(AwsException error, String requestId) {
            String type = error.status() < 500 ? "Sender" : "Receiver";
            return xml(
                    this,
                    error,
                    requestId,
                    "<ErrorResponse><Error><Type>" + type + "</Type><Code>" + escapeXml(error.code())
                            + "</Code><Message>" + escapeXml(error.getMessage()) + "</Message></Error><RequestId>"
                            + requestId + "</RequestId></ErrorResponse>");
        }
    },

    /** Amazon EC2: as the Query protocol, with errors of its own. */
    EC2("text/xml") {
        @Override
        public Response render(AwsException error, String requestId) {
            return xml(
                    this,
                    error,
                    requestId,
                    "<Response><Errors><Error><Code>" + escapeXml(error.code())
                            + "</Code><Message>" + escapeXml(error.getMessage())
                            + "</Message></Error></Errors><RequestID>"
                            + requestId + "</RequestID></Response>");
        }
    },

    /** Amazon S3: errors of their own. */
    S3("application/xml") {
        @Override
        public Response render(AwsException error, String requestId) {
            return xml(
                    this,
                    error,
                    requestId,
                    "<Error><Code>" + escapeXml(error.code()) + "</Code><Message>" + escapeXml(error.getMessage())
                            + "</Message>" + members(error) + "<RequestId>" + requestId + "</RequestId></Error>");
        }

        @Override
        String requestIdHeader() {
            return "x-amz-request-id";
        }

        private String members(AwsException error) {
            var xml = new StringBuilder();
            error.members().ifPresent(members -> members.properties().forEach(member -> xml.append('<')
                    .append(member.getKey())
                    .append('>')
                    .append(escapeXml(member.getValue().asText()))
                    .append("</")
                    .append(member.getKey())
                    .append('>')));
            return xml.toString();
        }
    };

    private final String contentType;

    Protocol(String contentType) {
        this.contentType = contentType;
    }

    public String contentType() {
        return contentType;
    }

    /** An error as this protocol's clients expect it: in AWS JSON, unless it says otherwise. */
    public Response render(AwsException error, String requestId) {
        ObjectNode body = Json.object().put("__type", error.code()).put("message", error.getMessage());
        return new Response(error.status(), Map.of("Content-Type", List.of(contentType)), Json.bytes(body))
                .with("x-amzn-RequestId", requestId);
    }

    /** An answer in JSON. */
    Response answer(ObjectNode body) {
        return Response.json(200, contentType(), body);
    }

    /** The header that carries a request's id. */
    String requestIdHeader() {
        return "x-amzn-RequestId";
    }

    /** A response with the checksum of its body in a header. */
    private static Response withChecksum(Response response) {
        var crc = new CRC32();
        crc.update(response.body());
        return response.with("x-amz-crc32", Long.toString(crc.getValue()));
    }

    /**
     * Refuses what this protocol never sends.
     *
     * @throws AwsException UnknownOperationException
     */
    void checkMethod(String method) {
        boolean sent =
                switch (this) {
                    case REST_JSON, S3 -> true;
                    case QUERY, EC2 -> method.equals("GET") || method.equals("POST");
                    case JSON_1_0, JSON_1_1, DYNAMODB -> method.equals("POST");
                };
        if (!sent) {
            throw new AwsException("UnknownOperationException", 400, "No operation is called with " + method + ".");
        }
    }

    /** What a request to a service that is not there asks for, as far as its protocol shows it. */
    static String operationOf(Request request) {
        Optional<String> target = request.header("X-Amz-Target");
        if (target.isPresent()) {
            return target.get().substring(target.get().lastIndexOf('.') + 1);
        }
        boolean isForm = request.header("Content-Type")
                .filter(it -> it.startsWith("application/x-www-form-urlencoded"))
                .isPresent();
        Map<String, List<String>> form =
                isForm ? QueryString.parse(new String(request.body(), StandardCharsets.UTF_8)) : Map.of();
        return form.getOrDefault("Action", List.of()).stream()
                .findFirst()
                .or(() -> request.queryParameter("Action"))
                .orElse(request.method() + " " + request.path());
    }

    /** What the local AWS says to an operation that it does not have. */
    public static AwsException notImplemented(String service, String operation) {
        return new AwsException(
                "NotImplemented",
                501,
                "The local AWS does not support " + service + " " + operation + ". docs/supported-operations.md lists "
                        + "what it does.");
    }

    /** {@code text} as the content of an XML element; characters that XML cannot hold become U+FFFD. */
    public static String escapeXml(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\t', '\n', '\r' -> escaped.append("&#").append(c).append(';');
                default ->
                    escaped.appendCodePoint(
                            c < 0x20 || c >= 0xD800 && c <= 0xDFFF || c == 0xFFFE || c == 0xFFFF ? 0xFFFD : c);
            }
        });
        return escaped.toString();
    }

    /**
     * The protocol in which an answer is expected, as far as a request shows it: for services that are not there, and
     * before it is known which one is meant.
     */
    static Protocol ofRequest(Request request, Optional<CredentialScope> signature) {
        String service = signature.map(CredentialScope::service).orElse("");
        String contentType = request.header("Content-Type").orElse("");
        if (request.header("X-Amz-Target").isPresent()) {
            return service.equals("dynamodb") ? DYNAMODB : contentType.contains("1.0") ? JSON_1_0 : JSON_1_1;
        }
        return switch (service) {
            case "ec2" -> EC2;
            case "s3", "s3-object-lambda", "s3-outposts", "s3express" -> S3;
            case "route53", "cloudfront" -> QUERY;
            default ->
                contentType.startsWith("application/x-www-form-urlencoded")
                                || request.queryParameter("Action").isPresent()
                        ? QUERY
                        : REST_JSON;
        };
    }

    private static Response xml(Protocol protocol, AwsException error, String requestId, String xml) {
        return Response.text(error.status(), protocol.contentType(), xml).with(protocol.requestIdHeader(), requestId);
    }
}
