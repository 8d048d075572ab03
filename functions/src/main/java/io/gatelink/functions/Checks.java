package io.gatelink.functions;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The checks that the records of the steps' inputs share. */
final class Checks {

    private static final Pattern EXECUTION = Pattern.compile("[A-Za-z0-9+=._@:-]{1,128}");
    private static final Pattern EXECUTION_ARN = Pattern.compile("arn:aws[a-z-]{0,20}:states:[a-z0-9-]{1,32}:\\d{12}"
            + ":execution:[A-Za-z0-9_-]{1,80}:[A-Za-z0-9+=._@-]{1,80}");
    private static final Pattern LOAD_BALANCER_NAME = Pattern.compile("[A-Za-z0-9-]{1,32}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,64}");
    private static final Pattern BACKEND = Pattern.compile("https?://[A-Za-z0-9.-]{1,253}:[1-9][0-9]{0,4}");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final Pattern INVOKE_URL =
            Pattern.compile("https?://[A-Za-z0-9.-]{1,253}(:[1-9][0-9]{0,4})?(/[A-Za-z0-9._~-]{1,128}){1,8}/");
    private static final Pattern STAGES = Pattern.compile("[A-Za-z0-9_-]{1,128}(,[A-Za-z0-9_-]{1,128}){0,9}");
    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]{0,20}:[a-z0-9-]{1,32}:[a-z0-9-]{0,32}:\\d{12}:[A-Za-z0-9_./:*+=,@-]{1,600}");

    private Checks() {
    }

    /** Goes into a tag's value, which takes fewer characters than Step Functions does in an execution's name. */
    static void execution(String value) {
        matches("execution", value, EXECUTION,
                "start the execution under a name of at most 80 letters, digits and + = . _ @ -");
    }

    static void executionArn(String value) {
        matches("executionArn", value, EXECUTION_ARN, "give the ARN of the execution that runs this step, "
                + "arn:<partition>:states:<region>:<account>:execution:<state machine>:<name>");
    }

    static boolean isExecutionArn(String value) {
        return EXECUTION_ARN.matcher(value).matches();
    }

    static void loadBalancerArn(String value) {
        if (LoadBalancerArn.parse(value).isEmpty()) {
            throw refused("loadBalancerArn", value, "give the ARN of a load balancer, "
                    + LoadBalancerArn.NETWORK_FORM);
        }
    }

    /** A network load balancer in the partition, account and Region of the execution. */
    static void networkLoadBalancer(String field, String value, String executionArn) {
        if (LoadBalancerArn.parse(value).filter(LoadBalancerArn::isNetwork)
                .filter(arn -> arn.isBeside(executionArn)).isEmpty()) {
            String[] execution = executionArn.split(":");
            throw refused(field, value, "give the ARN of a network load balancer of this account and Region, "
                    + "arn:" + execution[1] + ":elasticloadbalancing:" + execution[3] + ":" + execution[4]
                    + ":loadbalancer/net/<name>/<id>");
        }
    }

    /** The names of stages, with commas. */
    static void stages(String value) {
        matches("stages", value, STAGES, "give the names of stages with commas between them");
    }

    /** What a smoke test asks for. */
    static void path(String value) {
        asked("path", value, LoadBalancerTag.PATH);
    }

    /** What a smoke test is content with. */
    static void expect(String value) {
        asked("expect", value, LoadBalancerTag.EXPECT);
    }

    static void publishMode(String field, String value) {
        oneOf(field, value, Arrays.stream(PublishMode.values()).map(PublishMode::name).toList());
    }

    static void loadBalancerName(String value) {
        matches("loadBalancerName", value, LOAD_BALANCER_NAME,
                "give a load balancer's name: at most 32 letters, digits and hyphens");
    }

    /** A time, such as 2026-03-02T09:14:07Z. */
    static void time(String field, String value) {
        if (Text.instant(value).isEmpty()) {
            throw refused(field, value, "give a time in UTC such as 2026-03-02T09:14:07Z");
        }
    }

    /** The id of something in API Gateway. */
    static void id(String field, String value) {
        matches(field, value, ID, "give the id as API Gateway gave it: letters and digits");
    }

    static void backend(String field, String value) {
        matches(field, value, BACKEND, "give http:// or https://, the load balancer's DNS name, a colon and its port");
    }

    static void invokeUrl(String field, String value) {
        matches(field, value, INVOKE_URL, "give the invoke URL of a stage as Deploy gave it, with a slash at its end");
    }

    /** A whole number from {@code least} to {@code most}. */
    static int number(String field, String value, int least, int most) {
        if (!NUMBER.matcher(value).matches() || Integer.parseInt(value) < least || Integer.parseInt(value) > most) {
            throw refused(field, value, "give a whole number from " + least + " to " + most);
        }
        return Integer.parseInt(value);
    }

    static void authorization(String value) {
        asked("authorization", value, LoadBalancerTag.AUTHORIZATION);
    }

    /** What a load balancer's tag, or a parameter in its place, may ask for. */
    static void asked(String field, String value, LoadBalancerTag rule) {
        if (!rule.takes(value)) {
            throw refused(field, value, "give " + rule.allowed());
        }
    }

    /** One of several names, such as an enum's. */
    static void oneOf(String field, String value, List<String> values) {
        if (!values.contains(value)) {
            throw refused(field, value, "give " + String.join(", ", values.subList(0, values.size() - 1)) + " or "
                    + values.get(values.size() - 1));
        }
    }

    static void arn(String field, String value) {
        matches(field, value, ARN, "give an ARN, arn:<partition>:<service>:<region>:<account>:<resource>");
    }

    /** Nothing, or something of a form. */
    static void optional(String field, String value, Pattern form, String remedy) {
        if (!value.isEmpty()) {
            matches(field, value, form, remedy);
        }
    }

    static InvalidInputException refused(String field, Object value, String remedy) {
        return new InvalidInputException("Input field " + field + " is " + Text.shown(value) + ": " + remedy + ".");
    }

    static void matches(String field, String value, Pattern form, String remedy) {
        if (!form.matcher(value).matches()) {
            throw refused(field, value, remedy);
        }
    }
}
