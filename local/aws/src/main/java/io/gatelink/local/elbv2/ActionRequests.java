package io.gatelink.local.elbv2;

import io.gatelink.local.http.QueryParameters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the default action of a listener. */
final class ActionRequests {

    private static final List<String> TYPES =
            List.of(Action.Forward.TYPE, Action.FixedResponse.TYPE, Action.Redirect.TYPE);
    private static final List<String> OTHER_TYPES =
            List.of("authenticate-oidc", "authenticate-cognito", "jwt-validation");
    private static final Set<String> CONTENT_TYPES =
            Set.of("text/plain", "text/css", "text/html", "application/javascript", "application/json");
    private static final int LONGEST_PART = 128;
    private static final int LONGEST_BODY = 1024;

    private ActionRequests() {}

    /**
     * @return empty if none is given
     * @throws io.gatelink.local.core.AwsException ValidationError, InvalidLoadBalancerAction
     */
    static Optional<Action> defaultAction(QueryParameters request) {
        List<QueryParameters> actions = request.structures("DefaultActions");
        if (actions.isEmpty()) {
            return Optional.empty();
        }
        for (QueryParameters action : actions) {
            Elbv2Errors.oneOf("defaultActions.1.member.type", action.required("Type"), TYPES, OTHER_TYPES);
            action.integer("Order")
                    .ifPresent(order -> Elbv2Errors.inRange("defaultActions.1.member.order", order, 1, 50_000));
        }
        if (actions.size() > 1) {
            throw Elbv2Errors.notSupported("several default actions of one listener");
        }
        QueryParameters action = actions.get(0);
        String type = action.required("Type");
        refuse(action, type, Action.Forward.TYPE, "TargetGroupArn", "ForwardConfig");
        refuse(action, type, Action.FixedResponse.TYPE, "FixedResponseConfig");
        refuse(action, type, Action.Redirect.TYPE, "RedirectConfig");
        return Optional.of(
                switch (type) {
                    case Action.Forward.TYPE -> forward(action);
                    case Action.FixedResponse.TYPE -> fixedResponse(required(action, "FixedResponseConfig"));
                    default -> redirect(required(action, "RedirectConfig"));
                });
    }

    /** Refuses what belongs to another type. */
    private static void refuse(QueryParameters action, String type, String owner, String... names) {
        for (String name : names) {
            if (!type.equals(owner) && action.has(name)) {
                throw Elbv2Errors.validation(name + " cannot be specified for an action of the type '" + type + "'");
            }
        }
    }

    private static QueryParameters required(QueryParameters action, String name) {
        return action.structure(name)
                .orElseThrow(() -> Elbv2Errors.validation(
                        name + " must be specified for an action of the type '" + action.required("Type") + "'"));
    }

    private static Action.Forward forward(QueryParameters action) {
        List<QueryParameters> groups = action.structure("ForwardConfig")
                .map(config -> config.structures("TargetGroups"))
                .orElse(List.of());
        return groups.isEmpty()
                ? Action.Forward.to(action.required("TargetGroupArn"))
                : new Action.Forward(groups.stream()
                        .map(group -> new Action.Group(group.required("TargetGroupArn"), group.integer("Weight")))
                        .toList());
    }

    private static Action.FixedResponse fixedResponse(QueryParameters config) {
        String status = config.required("StatusCode");
        if (!status.matches("[245][0-9]{2}")) {
            throw invalid(
                    status, "fixedResponseConfig.statusCode", "satisfy regular expression pattern: ^(2|4|5)\\d\\d$");
        }
        Optional<String> contentType = config.text("ContentType").filter(it -> !it.isEmpty());
        contentType.filter(it -> !CONTENT_TYPES.contains(it)).ifPresent(it -> {
            throw Elbv2Errors.validation("Content type '" + Elbv2Errors.quoted(it) + "' is not supported");
        });
        Optional<String> body = config.text("MessageBody");
        body.filter(it -> it.length() > LONGEST_BODY).ifPresent(it -> {
            throw invalid(it, "fixedResponseConfig.messageBody", "have length less than or equal to " + LONGEST_BODY);
        });
        return new Action.FixedResponse(status, contentType, body);
    }

    private static Action.Redirect redirect(QueryParameters config) {
        String status = config.required("StatusCode");
        Elbv2Errors.oneOf("redirectConfig.statusCode", status, List.of("HTTP_301", "HTTP_302"));
        String protocol = part(config, "Protocol", "#{protocol}", "HTTPS?|#\\{protocol}");
        String host = part(config, "Host", "#{host}", ".{1," + LONGEST_PART + "}");
        String port = part(config, "Port", "#{port}", "#\\{port}|[1-9][0-9]{0,4}");
        String path = part(config, "Path", "/#{path}", "/.{0," + (LONGEST_PART - 1) + "}");
        String query = part(config, "Query", "#{query}", "(?!\\?).{0," + LONGEST_PART + "}");
        if (port.matches("[0-9]+")) {
            Elbv2Errors.inRange("redirectConfig.port", Integer.parseInt(port), 1, 65_535);
        }
        if (protocol.equals("#{protocol}")
                && host.equals("#{host}")
                && port.equals("#{port}")
                && path.equals("/#{path}")) {
            throw Elbv2Errors.error(
                    "InvalidLoadBalancerAction", "The redirect configuration is not valid because it creates a loop.");
        }
        return new Action.Redirect(protocol, host, port, path, query, status);
    }

    private static String part(QueryParameters config, String name, String absent, String pattern) {
        String value = config.text(name).orElse(absent);
        if (!value.matches(pattern)) {
            throw invalid(value, "redirectConfig." + name.toLowerCase(Locale.ROOT), "be valid there");
        }
        return value;
    }

    private static RuntimeException invalid(String value, String where, String constraint) {
        return Elbv2Errors.validation("1 validation error detected: Value '" + Elbv2Errors.quoted(value) + "' at '"
                + where + "' failed to satisfy constraint: Member must " + constraint);
    }
}
