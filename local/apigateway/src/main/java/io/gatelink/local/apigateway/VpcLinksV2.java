package io.gatelink.local.apigateway;

import io.gatelink.local.apigateway.VpcLinkV2.Status;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Page;
import io.gatelink.local.http.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * VPC links V2: each joins this account's APIs to a VPC, and with it to the load balancers there.
 *
 * <p>A new link is PENDING for {@link Settings#vpcLinkDelay}, or longer; then it is AVAILABLE, or FAILED for good.
 * After 60 days without traffic it is INACTIVE: a request through it fails, but makes it AVAILABLE again, {@link
 * Settings#vpcLinkDelay} later. A deleted one is DELETING for {@link Settings#vpcLinkDeletionDelay}, then gone. While
 * PENDING or DELETING it can't be deleted (again). Subnets and security groups never change.
 *
 * <p>The tag {@value #INACTIVE_TAG}{@code  = true}, put on an AVAILABLE link by TagResource, makes it INACTIVE at once;
 * {@value #FAILURE_TAG} on one that is PENDING makes it FAILED, with the tag's value as its message.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-links-v2.html">Set up VPC
 *      links V2 in API Gateway</a>
 */
public final class VpcLinksV2 {

    /** Stands for 60 days without traffic. */
    public static final String INACTIVE_TAG = "local:inactive";

    /** Stands for network interfaces that cannot be made. */
    public static final String FAILURE_TAG = "local:failure";

    private static final Duration LONGEST_REST = Duration.ofDays(60);
    private static final int MAX_NAME = 128;

    private static final String PROVISIONING = "VPC link is provisioning ENIs";
    private static final String READY = "VPC link is ready to route traffic";
    /** Ours: how AWS puts it is not documented. */
    private static final String INACTIVE = "VPC link is inactive, because no traffic was sent over it";

    private final Account account;
    private final Settings settings;
    private final VpcLinkNetwork network;
    private final AccountSettings accountSettings;
    private final Function<String, List<String>> references;
    private final EventualConsistency arrivals;
    private final Store<VpcLinkV2> links = new Store<>("nextToken", "maxResults");
    private final Map<String, Instant> made = new HashMap<>();
    private final Map<String, Instant> lastTraffic = new HashMap<>();
    private final Set<String> reviving = new HashSet<>();

    /**
     * @param references the uses of a link by deployed methods, each as {@code Method:RESTApiId}
     */
    VpcLinksV2(
            Account account,
            Settings settings,
            VpcLinkNetwork network,
            AccountSettings accountSettings,
            Function<String, List<String>> references,
            EventualConsistency arrivals) {
        this.account = account;
        this.settings = settings;
        this.network = network;
        this.accountSettings = accountSettings;
        this.references = references;
        this.arrivals = arrivals;
    }

    /**
     * Starts to make a link. The account has API Gateway's service-linked role from now on.
     *
     * @throws AwsException BadRequestException
     */
    public VpcLinkV2 createVpcLink(
            String name, List<String> subnetIds, List<String> securityGroupIds, Map<String, String> tags) {
        checkName(name);
        TagRules.check(tags);
        String vpcId = network.check(subnetIds, securityGroupIds);
        if (links.size() >= settings.vpcLinkV2Limit()) {
            throw ApiGatewayErrors.badRequest("There are too many Vpc Links defined for this account. Limit is "
                    + settings.vpcLinkV2Limit() + ".");
        }
        accountSettings.createServiceLinkedRole();
        var link = new VpcLinkV2(
                account.newId(6),
                name,
                vpcId,
                subnetIds,
                securityGroupIds,
                account.loop().instant().truncatedTo(ChronoUnit.SECONDS),
                Status.PENDING,
                PROVISIONING,
                tags);
        put(link);
        made.put(link.id(), account.loop().instant());
        lastTraffic.put(link.id(), account.loop().instant());
        arrivals.made("/vpclinks/" + link.id());
        account.loop()
                .schedule(settings.vpcLinkDelay().plus(settings.pendingLag().get()), () -> settle(link.id()));
        return link;
    }

    /** @throws AwsException NotFoundException */
    public VpcLinkV2 getVpcLink(String vpcLinkId) {
        return find(vpcLinkId)
                .filter(link -> arrivals.shows("/vpclinks/" + vpcLinkId))
                .orElseThrow(() -> noVpcLink(vpcLinkId));
    }

    /** @param maxResults 1 or more; {@code null} for 25 */
    public Page<VpcLinkV2> getVpcLinks(String nextToken, Integer maxResults) {
        List.copyOf(links.all()).forEach(this::rest);
        Instant latest = account.loop().instant().minus(settings.listingLag().get());
        return links.page(nextToken, maxResults, link -> !made.get(link.id()).isAfter(latest));
    }

    /**
     * Renames a link.
     *
     * @param name {@code null} to leave it as it is
     * @throws AwsException NotFoundException, BadRequestException
     */
    public VpcLinkV2 updateVpcLink(String vpcLinkId, String name) {
        VpcLinkV2 link = getVpcLink(vpcLinkId);
        if (name == null) {
            return link;
        }
        checkName(name);
        return put(link.withName(name));
    }

    /**
     * Starts to delete a link. While a deployed method uses it, directly or through its stage's variables, it stays.
     *
     * @throws AwsException NotFoundException, BadRequestException
     */
    public void deleteVpcLink(String vpcLinkId) {
        VpcLinkV2 link = getVpcLink(vpcLinkId);
        VpcLinkDeletion.check(vpcLinkId, link.status().name(), references.apply(vpcLinkId), "Method:Resource");
        put(link.with(Status.DELETING, null));
        account.loop().schedule(settings.vpcLinkDeletionDelay(), () -> vanish(vpcLinkId));
    }

    /** Whether any link has a network interface in this subnet, or with this security group. */
    public boolean haveInterfaces(String subnetOrGroupId) {
        return links.all().stream()
                .filter(link -> link.status() != Status.FAILED && link.status() != Status.INACTIVE)
                .anyMatch(link -> link.subnetIds().contains(subnetOrGroupId)
                        || link.securityGroupIds().contains(subnetOrGroupId));
    }

    /** @throws AwsException NotFoundException, BadRequestException */
    public Map<String, String> getTags(String resourceArn) {
        return getVpcLink(idOf(resourceArn)).tags();
    }

    /**
     * Adds tags; those with a key that is there already are replaced.
     *
     * @throws AwsException NotFoundException, BadRequestException
     */
    public void tagResource(String resourceArn, Map<String, String> tags) {
        VpcLinkV2 link = getVpcLink(idOf(resourceArn));
        var all = new TreeMap<>(link.tags());
        all.putAll(tags);
        TagRules.check(all);
        link = put(link.withTags(all));
        if (link.status() == Status.AVAILABLE && "true".equals(tags.get(INACTIVE_TAG))) {
            put(link.with(Status.INACTIVE, INACTIVE));
        }
    }

    /**
     * Removes tags; keys that are not there do no harm.
     *
     * @throws AwsException NotFoundException, BadRequestException
     */
    public void untagResource(String resourceArn, List<String> tagKeys) {
        VpcLinkV2 link = getVpcLink(idOf(resourceArn));
        var left = new TreeMap<>(link.tags());
        tagKeys.forEach(left::remove);
        put(link.withTags(left));
    }

    Optional<VpcLinkV2> find(String vpcLinkId) {
        return links.find(vpcLinkId).map(this::rest);
    }

    /** A request is about to go through a link: one that is INACTIVE comes back for the next ones. */
    void carry(String vpcLinkId) {
        VpcLinkV2 link = find(vpcLinkId).orElseThrow();
        if (link.status() == Status.AVAILABLE) {
            lastTraffic.put(vpcLinkId, account.loop().instant());
        } else if (link.status() == Status.INACTIVE && reviving.add(vpcLinkId)) {
            account.loop().schedule(settings.vpcLinkDelay(), () -> revive(vpcLinkId));
        }
    }

    /** Its network interfaces are made, or cannot be made. */
    private void settle(String vpcLinkId) {
        VpcLinkV2 link = links.find(vpcLinkId).orElseThrow();
        Optional<String> reason =
                Optional.ofNullable(link.tags().get(FAILURE_TAG)).or(() -> network.reasonToFail(link));
        put(reason.isPresent() ? link.with(Status.FAILED, reason.get()) : link.with(Status.AVAILABLE, READY));
    }

    private void revive(String vpcLinkId) {
        reviving.remove(vpcLinkId);
        if (links.find(vpcLinkId)
                .filter(link -> link.status() == Status.INACTIVE)
                .isPresent()) {
            lastTraffic.put(vpcLinkId, account.loop().instant());
            settle(vpcLinkId);
        }
    }

    private void vanish(String vpcLinkId) {
        links.remove(vpcLinkId);
        made.remove(vpcLinkId);
        lastTraffic.remove(vpcLinkId);
    }

    /** A link that has not carried anything for long is INACTIVE. */
    private VpcLinkV2 rest(VpcLinkV2 link) {
        boolean rested = !lastTraffic
                .get(link.id())
                .plus(LONGEST_REST)
                .isAfter(account.loop().instant());
        return link.status() == Status.AVAILABLE && rested ? put(link.with(Status.INACTIVE, INACTIVE)) : link;
    }

    private VpcLinkV2 put(VpcLinkV2 link) {
        links.put(link.id(), link);
        return link;
    }

    private String idOf(String resourceArn) {
        String prefix = "arn:" + account.partition() + ":apigateway:" + account.region() + "::/";
        if (!resourceArn.startsWith(prefix)) {
            throw ApiGatewayErrors.badRequest("Invalid ARN. ARN is not well formed " + resourceArn);
        }
        String[] path = resourceArn.substring(prefix.length()).split("/", -1);
        if (path.length != 2 || !path[0].equals("vpclinks")) {
            throw Protocol.notImplemented("apigatewayv2", "tags of " + resourceArn);
        }
        return path[1];
    }

    private static void checkName(String name) {
        if (name == null || name.isEmpty() || name.length() > MAX_NAME) {
            throw ApiGatewayErrors.badRequest("Name must be between 1 and " + MAX_NAME + " characters");
        }
    }

    private static AwsException noVpcLink(String vpcLinkId) {
        return ApiGatewayErrors.notFound("Invalid VpcLink identifier specified " + vpcLinkId);
    }
}
