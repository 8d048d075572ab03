package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.fields.FieldTable;
import io.gatelink.local.fields.FieldTable.Treatment;
import io.gatelink.local.http.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Holds {@code docs/supported-operations.md} to what the local AWS answers and to what AWS has, or makes it anew. */
class SupportedOperationsTest {

    private static final String REGENERATE = "gatelink.regenerate";
    private static final Path FILE = Simulation.HOME.resolve("docs/supported-operations.md");
    private static final Pattern MADE = Pattern.compile(
            "<!-- made from the code: (?<service>[a-z0-9-]+) -->\n(?<old>.*?)<!-- end -->", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(?<operation>\\w+)` \\| (?<note>.*?) ?\\|$");
    private static final int WIDTH = 120;

    /** Amazon EC2 has more operations than anyone wants to read. */
    private static final int MOST_NAMED = 200;

    private static final Map<String, Class<?>> CLIENTS = new TreeMap<>(Map.ofEntries(
            Map.entry("apigateway", ApiGatewayClient.class),
            Map.entry("apigatewayv2", ApiGatewayV2Client.class),
            Map.entry("cloudformation", CloudFormationClient.class),
            Map.entry("cognito-idp", CognitoIdentityProviderClient.class),
            Map.entry("dynamodb", DynamoDbClient.class),
            Map.entry("ec2", Ec2Client.class),
            Map.entry("elasticloadbalancing", ElasticLoadBalancingV2Client.class),
            Map.entry("events", EventBridgeClient.class),
            Map.entry("lambda", LambdaClient.class),
            Map.entry("logs", CloudWatchLogsClient.class),
            Map.entry("s3", S3Client.class),
            Map.entry("sns", SnsClient.class),
            Map.entry("states", SfnClient.class),
            Map.entry("sts", StsClient.class)));

    /** The operations of AWS WAF, whose client does not come with this version of the SDK. */
    private static final String WAF = """
            AssociateWebACL CheckCapacity CreateAPIKey CreateIPSet CreateRegexPatternSet CreateRuleGroup
            CreateWebACL DeleteAPIKey DeleteFirewallManagerRuleGroups DeleteIPSet DeleteLoggingConfiguration
            DeletePermissionPolicy DeleteRegexPatternSet DeleteRuleGroup DeleteWebACL DescribeAllManagedProducts
            DescribeManagedProductsByVendor DescribeManagedRuleGroup DisassociateWebACL
            GenerateMobileSdkReleaseUrl GetDecryptedAPIKey GetIPSet GetLoggingConfiguration GetManagedRuleSet
            GetMobileSdkRelease GetPermissionPolicy GetRateBasedStatementManagedKeys GetRegexPatternSet
            GetRuleGroup GetSampledRequests GetTopPathStatisticsByTraffic GetWebACL GetWebACLForResource
            ListAPIKeys ListAvailableManagedRuleGroupVersions ListAvailableManagedRuleGroups ListIPSets
            ListLoggingConfigurations ListManagedRuleSets ListMobileSdkReleases ListRegexPatternSets
            ListResourcesForWebACL ListRuleGroups ListTagsForResource ListWebACLs PutLoggingConfiguration
            PutManagedRuleSetVersions PutPermissionPolicy TagResource UntagResource UpdateIPSet
            UpdateManagedRuleSetVersionExpiryDate UpdateRegexPatternSet UpdateRuleGroup UpdateWebACL
            """;

    /** Of services whose client is not at hand: the names of all their operations. */
    private static final Map<String, Set<String>> MODELS = Map.of(
            "servicequotas",
            Set.of(
                    "AssociateServiceQuotaTemplate",
                    "CreateSupportCase",
                    "DeleteServiceQuotaIncreaseRequestFromTemplate",
                    "DisassociateServiceQuotaTemplate",
                    "GetAWSDefaultServiceQuota",
                    "GetAssociationForServiceQuotaTemplate",
                    "GetAutoManagementConfiguration",
                    "GetQuotaUtilizationReport",
                    "GetRequestedServiceQuotaChange",
                    "GetServiceQuota",
                    "GetServiceQuotaIncreaseRequestFromTemplate",
                    "ListAWSDefaultServiceQuotas",
                    "ListRequestedServiceQuotaChangeHistory",
                    "ListRequestedServiceQuotaChangeHistoryByQuota",
                    "ListServiceQuotaIncreaseRequestsInTemplate",
                    "ListServiceQuotas",
                    "ListServices",
                    "ListTagsForResource",
                    "PutServiceQuotaIncreaseRequestIntoTemplate",
                    "RequestServiceQuotaIncrease",
                    "StartAutoManagement",
                    "StartQuotaUtilizationReport",
                    "StopAutoManagement",
                    "TagResource",
                    "UntagResource",
                    "UpdateAutoManagement"),
            "wafv2",
            Set.of(WAF.split("\\s+")));

    @Test
    void theTableOfSupportedOperationsIsWhatTheLocalAwsAnswers() throws IOException {
        String there = Files.readString(FILE);
        String made =
                MADE.matcher(there).replaceAll(section -> Matcher.quoteReplacement(section(section, operations())));
        if (Boolean.getBoolean(REGENERATE)) {
            Files.writeString(FILE, made);
            return;
        }
        assertThat(there)
                .as(
                        "docs/supported-operations.md is out of date. Make it anew, then read what has changed:%n"
                                + "  mvn -pl local/system-test -am test -Dtest=SupportedOperationsTest "
                                + "-Dsurefire.failIfNoSpecifiedTests=false -D%s=true%n",
                        REGENERATE)
                .isEqualTo(made);
    }

    @Test
    void everyServiceHasItsSection() throws IOException {
        assertThat(MADE.matcher(Files.readString(FILE)).results().map(section -> section.group(1)))
                .containsExactlyInAnyOrderElementsOf(operations().keySet());
        var known = new TreeSet<>(CLIENTS.keySet());
        known.addAll(MODELS.keySet());
        assertThat(known).isEqualTo(operations().keySet());
    }

    @Test
    void everyOperationIsOneOfAws() {
        operations().forEach((service, operations) -> assertThat(ofAws(service))
                .as(service)
                .containsAll(operations)
                .hasSizeGreaterThan(operations.size()));
    }

    private static Map<String, List<String>> operations() {
        try (var simulation = new Simulation(Simulation.SEED, Faults.NONE)) {
            return simulation.aws.operations();
        }
    }

    private static String section(MatchResult section, Map<String, List<String>> operations) {
        String service = section.group(1);
        var notes = new HashMap<String, String>();
        ROW.matcher(section.group(2)).results().forEach(row -> notes.put(row.group(1), row.group(2)));
        var made = new StringBuilder("<!-- made from the code: " + service + " -->\n| operation | note |\n|---|---|\n");
        var supported = new TreeSet<>(operations.get(service));
        supported.forEach(operation -> made.append(
                        ("| `" + operation + "` | " + notes.getOrDefault(operation, "")).stripTrailing())
                .append(" |\n"));
        var others = new TreeSet<>(ofAws(service));
        others.removeAll(supported);
        made.append('\n')
                .append(wrapped("Not there: "
                        + (others.size() < MOST_NAMED ? String.join(", ", others) : "all other operations") + "."));
        var table = FieldTable.of(service);
        return made.append(
                        paragraph("Fields that are refused: ", table.fields(Treatment.REFUSED, Treatment.UNSENDABLE)))
                .append(paragraph("Fields that only come back: ", table.fields(Treatment.ECHOED)))
                .append(paragraph("Fields without effect, as in AWS: ", table.fields(Treatment.IGNORED)))
                .append("<!-- end -->")
                .toString();
    }

    private static String paragraph(String title, List<String> fields) {
        return fields.isEmpty() ? "" : '\n' + wrapped(title + String.join(", ", fields) + ".");
    }

    /** The names of all operations of an AWS service, from its client if there is one. */
    private static Set<String> ofAws(String service) {
        if (MODELS.containsKey(service)) {
            return MODELS.get(service);
        }
        var names = new TreeSet<String>();
        Arrays.stream(CLIENTS.get(service).getMethods())
                .filter(method -> method.getParameterCount() > 0)
                .forEach(method -> {
                    String request = method.getParameterTypes()[0].getSimpleName();
                    String name = request.replaceFirst("Request$", "");
                    if (!name.equals(request) && name.equalsIgnoreCase(method.getName())) {
                        names.add(name.replace("Saml", "SAML").replace("Sms", "SMS"));
                    }
                });
        return names;
    }

    private static String wrapped(String text) {
        var lines = new StringBuilder();
        int column = 0;
        for (String word : text.split(" ")) {
            if (column > 0 && column + 1 + word.length() > WIDTH) {
                lines.append('\n');
                column = 0;
            }
            lines.append(column > 0 ? " " : "").append(word);
            column += (column > 0 ? 1 : 0) + word.length();
        }
        return lines.append('\n').toString();
    }
}
