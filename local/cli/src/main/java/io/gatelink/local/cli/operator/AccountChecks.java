package io.gatelink.local.cli.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.Trail;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/** What an account has to have before Gatelink works in it. */
record AccountChecks(Aws aws, GatelinkStack stack) {

    private static final String ROLE = "AWSServiceRoleForAPIGateway";
    private static final Quota LINKS_V1 = new Quota("L-A4C7274F", 20);
    private static final Quota LINKS_V2 = new Quota("L-608BDCD4", 10);
    private static final int ALMOST = 2;

    /** A quota of API Gateway's, by its code in Service Quotas. */
    private record Quota(String code, int byDefault) {}

    List<Check> all() {
        return List.of(
                new Check("trail", "cloudtrail:DescribeTrails", this::trail),
                new Check("access logs", "apigateway:GET", this::accessLogs),
                new Check("VPC links V1", "apigateway:GET", this::linksV1),
                new Check("VPC links V2", "apigateway:GET", this::linksV2),
                new Check("service-linked role", "iam:GetRole", this::serviceLinkedRole));
    }

    private Finding trail() {
        CloudTrailClient client = aws.client(CloudTrailClient.class, CloudTrailClient::builder);
        List<String> idle = new ArrayList<>();
        for (Trail trail : client.describeTrails(request -> {}).trailList()) {
            if (!client.getTrailStatus(request -> request.name(trail.trailARN()))
                    .isLogging()) {
                idle.add(trail.name());
            } else if (ManagementEvents.areLogged(client, trail.trailARN())) {
                return Finding.ok("trail", trail.name() + " logs management events");
            }
        }
        return Finding.missing(
                "trail",
                "No trail logs management events that write"
                        + (idle.isEmpty() ? "" : " (not logging: " + String.join(", ", idle) + ")")
                        + ": only reconcile finds changed tags, every "
                        + stack.parameters().getOrDefault("ReconcileMinutes", "30") + " minutes.",
                "Create a trail (aws cloudtrail create-trail), or start one with aws cloudtrail start-logging "
                        + "--name <trail>.");
    }

    private Finding accessLogs() {
        String wanted = stack.parameters().getOrDefault("AccessLogs", "AUTO");
        if (wanted.equals("OFF")) {
            return Finding.ok("access logs", "AccessLogs is OFF");
        }
        String role = aws.apiGateway().getAccount(request -> {}).cloudwatchRoleArn();
        if (role != null && !role.isEmpty()) {
            return Finding.ok("access logs", "API Gateway writes them as " + role);
        }
        String text = "API Gateway has no role to write logs with in this account and Region";
        String remedy = "Create a role that apigateway.amazonaws.com may assume, with the managed policy "
                + "AmazonAPIGatewayPushToCloudWatchLogs; then aws apigateway update-account --patch-operations "
                + "op=replace,path=/cloudwatchRoleArn,value=<its ARN>";
        return wanted.equals("REQUIRED")
                ? Finding.missing("access logs", text + ", and AccessLogs is REQUIRED: nothing is published.", remedy)
                : Finding.warning("access logs", text + ": stages have no access logs.", remedy);
    }

    private Finding linksV1() {
        int used = (int) aws.apiGateway().getVpcLinksPaginator(request -> request.limit(500)).items().stream()
                .count();
        return links("VPC links V1", used, LINKS_V1);
    }

    private Finding linksV2() {
        ApiGatewayV2Client client = aws.client(ApiGatewayV2Client.class, ApiGatewayV2Client::builder);
        int used = 0;
        String token = null;
        do {
            String page = token;
            var answer = client.getVpcLinks(request -> request.nextToken(page));
            used += answer.items().size();
            token = answer.nextToken();
        } while (token != null);
        return links("VPC links V2", used, LINKS_V2);
    }

    private Finding links(String what, int used, Quota quota) {
        OptionalInt applied = new ServiceQuotas(aws).ofApiGateway(quota.code());
        int most = applied.orElse(quota.byDefault());
        String text = used + " of " + most
                + (applied.isPresent() ? "" : ", AWS's default: this account's quota is not known");
        return most - used > ALMOST
                ? Finding.ok(what, text)
                : used < most || applied.isEmpty()
                        ? Finding.warning(what, text, raise())
                        : Finding.missing(what, text + ": no more can be made.", raise());
    }

    private static String raise() {
        return "Withdraw what is not needed, or have the quota raised in Service Quotas, under Amazon API Gateway; see "
                + "docs/vpc-links.md for fewer links.";
    }

    private Finding serviceLinkedRole() {
        try {
            aws.client(IamClient.class, IamClient::builder).getRole(request -> request.roleName(ROLE));
            return Finding.ok("service-linked role", ROLE + " is there");
        } catch (NoSuchEntityException e) {
            return Finding.warning(
                    "service-linked role",
                    ROLE + " is not there: the first traced stage, or the first VPC link V2, makes it.",
                    "If that fails for want of a right: aws iam create-service-linked-role --aws-service-name "
                            + "ops.apigateway.amazonaws.com");
        }
    }
}
