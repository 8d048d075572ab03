package io.gatelink.local.apigateway;

import io.gatelink.local.apigateway.VpcLink.Status;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Page;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * VPC links (V1): each joins this account's APIs to one network load balancer.
 *
 * <p>A new link is PENDING for {@link Settings#vpcLinkDelay}, or longer; then its load balancer is looked at, and it is
 * AVAILABLE or FAILED for good. A deleted one is DELETING for {@link Settings#vpcLinkDeletionDelay}, then gone. While
 * PENDING or DELETING it can't be deleted (again).
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html">Private
 *         integrations with VPC links V1</a>
 */
public final class VpcLinks {

    static final Pattern ARN = Pattern.compile("arn:[a-z0-9-]+:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:\\S+");
    private static final Pattern NLB_ARN = Pattern.compile(
            "arn:[a-z0-9-]+:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:loadbalancer/net/[A-Za-z0-9-]+/[0-9a-f]+");

    private static final String READY = "Your vpc link is ready for use";
    private static final String MALFORMED = "NLB ARN is malformed";
    private static final String ASSOCIATED = "NLB is already associated with another VPC Endpoint Service";
    private static final String NOT_ACTIVE = "NLB is not in active state. If you recently created this NLB, please "
            + "wait for it to become active and try again.";
    /** Ours: how AWS puts it is not documented. */
    private static final String NOT_THERE = "NLB does not exist";

    private final Account account;
    private final Settings settings;
    private final LoadBalancerDirectory loadBalancers;
    private final Function<String, List<String>> references;
    private final EventualConsistency arrivals;
    private final Store<VpcLink> links = new Store<>();
    private final Map<String, String> endpointServices = new HashMap<>();
    private final Map<String, Instant> made = new HashMap<>();

    /**
     * @param references the uses of a link by deployed methods, each as {@code RESTApiId:Method:Resource:Stage}
     */
    VpcLinks(
            Account account,
            Settings settings,
            LoadBalancerDirectory loadBalancers,
            Function<String, List<String>> references,
            EventualConsistency arrivals) {
        this.account = account;
        this.settings = settings;
        this.loadBalancers = loadBalancers;
        this.references = references;
        this.arrivals = arrivals;
    }

    /**
     * Starts to make a link. What is wrong with its load balancer shows only later, in its status.
     *
     * @param targetArns exactly one
     * @throws io.gatelink.local.core.AwsException BadRequestException
     */
    public VpcLink createVpcLink(String name, String description, List<String> targetArns, Map<String, String> tags) {
        checkName(name);
        if (targetArns.isEmpty()) {
            throw ApiGatewayErrors.badRequest("Target arns cannot be empty");
        }
        if (targetArns.size() > 1) {
            throw ApiGatewayErrors.badRequest("More than one target arn specified for vpc link.");
        }
        String targetArn = targetArns.get(0);
        if (!ARN.matcher(targetArn).matches()) {
            throw ApiGatewayErrors.badRequest("Invalid ARN. ARN is not well formed " + targetArn);
        }
        TagRules.check(tags);
        if (links.size() >= settings.vpcLinkLimit()) {
            throw ApiGatewayErrors.badRequest(
                    "There are too many Vpc Links defined for this account. Limit is " + settings.vpcLinkLimit());
        }
        var link = new VpcLink(account.newId(6), name, description, targetArns, Status.PENDING, null, tags);
        links.put(link.id(), link);
        made.put(link.id(), account.loop().instant());
        arrivals.made("/vpclinks/" + link.id());
        account.loop()
                .schedule(settings.vpcLinkDelay().plus(settings.pendingLag().get()), () -> settle(link.id()));
        return link;
    }

    public VpcLink getVpcLink(String vpcLinkId) {
        return links.find(vpcLinkId)
                .filter(link -> arrivals.shows("/vpclinks/" + vpcLinkId))
                .orElseThrow(VpcLinks::noVpcLink);
    }

    public Page<VpcLink> getVpcLinks(String position, Integer limit) {
        Instant latest = account.loop().instant().minus(settings.listingLag().get());
        return links.page(position, limit, link -> !made.get(link.id()).isAfter(latest));
    }

    /** Replaces {@code /name} or {@code /description}. */
    public VpcLink updateVpcLink(String vpcLinkId, List<PatchOperation> patch) {
        VpcLink link = getVpcLink(vpcLinkId);
        for (PatchOperation operation : patch) {
            if (operation.segments().isEmpty()) {
                throw ApiGatewayErrors.patchPath(operation.path());
            }
            switch (operation.segments().get(0)) {
                case "name" -> {
                    operation.mustReplace();
                    checkName(operation.value());
                    link = link.withName(operation.value());
                }
                case "description" -> {
                    operation.mustReplace();
                    link = link.withDescription(operation.valueOrNull());
                }
                case "targetArns" ->
                    throw ApiGatewayErrors.badRequest("Target arns are not allowed to be changed/added.");
                default -> throw ApiGatewayErrors.patchPath(operation.path());
            }
        }
        links.put(vpcLinkId, link);
        return link;
    }

    /**
     * Starts to delete a link. While a deployed method uses it, directly or through its stage's variables, it stays.
     *
     * @throws io.gatelink.local.core.AwsException NotFoundException, BadRequestException
     */
    public void deleteVpcLink(String vpcLinkId) {
        VpcLink link = getVpcLink(vpcLinkId);
        VpcLinkDeletion.check(
                vpcLinkId, link.status().name(), references.apply(vpcLinkId), "RESTApiId:Method:Resource:Stage");
        links.put(vpcLinkId, link.with(Status.DELETING, null));
        account.loop().schedule(settings.vpcLinkDeletionDelay(), () -> vanish(vpcLinkId));
    }

    Optional<VpcLink> find(String vpcLinkId) {
        return links.find(vpcLinkId);
    }

    void setTags(String vpcLinkId, Map<String, String> tags) {
        links.put(vpcLinkId, getVpcLink(vpcLinkId).withTags(tags));
    }

    private void settle(String vpcLinkId) {
        VpcLink link = links.find(vpcLinkId).orElseThrow();
        String arn = link.targetArns().get(0);
        String reason = reasonToFail(arn);
        if (reason != null) {
            links.put(vpcLinkId, link.with(Status.FAILED, reason));
            return;
        }
        String endpointService = "vpce-svc-" + account.newHexId(17);
        loadBalancers.associate(arn, endpointService);
        endpointServices.put(vpcLinkId, endpointService);
        links.put(vpcLinkId, link.with(Status.AVAILABLE, READY));
    }

    private String reasonToFail(String arn) {
        Optional<LoadBalancerDirectory.Entry> found = loadBalancers.find(arn);
        if (found.isEmpty()) {
            return NLB_ARN.matcher(arn).matches() ? NOT_THERE : MALFORMED;
        }
        if (!found.get().type().equals("network")) {
            return MALFORMED;
        }
        if (!found.get().state().startsWith("active")) {
            return NOT_ACTIVE;
        }
        return loadBalancers.association(arn).isPresent() ? ASSOCIATED : null;
    }

    private void vanish(String vpcLinkId) {
        VpcLink link = links.find(vpcLinkId).orElseThrow();
        String endpointService = endpointServices.remove(vpcLinkId);
        if (endpointService != null) {
            loadBalancers.dissociate(link.targetArns().get(0), endpointService);
        }
        links.remove(vpcLinkId);
        made.remove(vpcLinkId);
    }

    private static void checkName(String name) {
        if (name == null || name.isEmpty()) {
            throw ApiGatewayErrors.badRequest("Name cannot be empty");
        }
    }

    private static AwsException noVpcLink() {
        return ApiGatewayErrors.notFound("Invalid Vpc Link identifier specified");
    }
}
