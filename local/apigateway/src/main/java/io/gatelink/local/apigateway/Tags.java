package io.gatelink.local.apigateway;

import io.gatelink.local.core.Account;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tags of VPC links, REST APIs, stages, API keys, usage plans and domain names, by ARN:
 * {@code arn:aws:apigateway:<region>::/vpclinks/<id>}, {@code .../restapis/<id>},
 * {@code .../restapis/<id>/stages/<name>}, {@code .../apikeys/<id>}, {@code .../usageplans/<id>} or
 * {@code .../domainnames/<name>}; a private domain name's has the account and {@code <name>+<id>}.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_TagResource.html">TagResource</a>
 */
public final class Tags {

    private static final Pattern ARN = Pattern.compile(
            "arn:(?<partition>[a-z0-9-]+):apigateway:(?<region>[a-z0-9-]+):(?<account>[0-9]*):"
                    + "(?:/vpclinks/(?<link>[^/]+)|/apikeys/(?<key>[^/]+)|/usageplans/(?<plan>[^/]+)"
                    + "|/domainnames/(?<domain>[^/+]+)(?:\\+(?<domainId>[^/]+))?|/restapis/(?<api>[^/]+)(?:/stages/(?<stage>[^/]+))?)");

    private final Account account;
    private final VpcLinks vpcLinks;
    private final RestApis restApis;
    private final Stages stages;
    private final ApiKeys apiKeys;
    private final UsagePlans usagePlans;
    private final DomainNames domainNames;

    Tags(
            Account account,
            VpcLinks vpcLinks,
            RestApis restApis,
            Stages stages,
            ApiKeys apiKeys,
            UsagePlans usagePlans,
            DomainNames domainNames) {
        this.account = account;
        this.vpcLinks = vpcLinks;
        this.restApis = restApis;
        this.stages = stages;
        this.apiKeys = apiKeys;
        this.usagePlans = usagePlans;
        this.domainNames = domainNames;
    }

    public Map<String, String> getTags(String resourceArn) {
        return target(resourceArn).tags();
    }

    /** Adds tags; those with a key that is there already are replaced. */
    public void tagResource(String resourceArn, Map<String, String> tags) {
        Target target = target(resourceArn);
        var all = new TreeMap<>(target.tags());
        all.putAll(tags);
        TagRules.check(all);
        target.replace().accept(all);
    }

    /** Removes tags; keys that are not there do no harm. */
    public void untagResource(String resourceArn, List<String> tagKeys) {
        Target target = target(resourceArn);
        var left = new TreeMap<>(target.tags());
        tagKeys.forEach(left::remove);
        target.replace().accept(left);
    }

    private record Target(Map<String, String> tags, Consumer<Map<String, String>> replace) {}

    private Target target(String resourceArn) {
        Matcher arn = ARN.matcher(resourceArn);
        if (!arn.matches()
                || !arn.group("partition").equals(account.partition())
                || !arn.group("region").equals(account.region())
                || !arn.group("account").equals(arn.group("domainId") == null ? "" : account.id())) {
            throw ApiGatewayErrors.badRequest("Invalid ARN. ARN is not well formed " + resourceArn);
        }
        String link = arn.group("link");
        if (link != null) {
            return new Target(vpcLinks.getVpcLink(link).tags(), tags -> vpcLinks.setTags(link, tags));
        }
        String key = arn.group("key");
        if (key != null) {
            return new Target(apiKeys.getApiKey(key).tags(), tags -> apiKeys.setTags(key, tags));
        }
        String plan = arn.group("plan");
        if (plan != null) {
            return new Target(usagePlans.getUsagePlan(plan).tags(), tags -> usagePlans.setTags(plan, tags));
        }
        String domain = arn.group("domain");
        String domainId = arn.group("domainId");
        if (domain != null) {
            return new Target(
                    domainNames.getDomainName(domain, domainId).tags(),
                    tags -> domainNames.setTags(domain, domainId, tags));
        }
        String api = arn.group("api");
        String stage = arn.group("stage");
        if (stage != null) {
            return new Target(stages.getStage(api, stage).tags(), tags -> stages.setTags(api, stage, tags));
        }
        return new Target(restApis.getRestApi(api).tags(), tags -> restApis.setTags(api, tags));
    }
}
