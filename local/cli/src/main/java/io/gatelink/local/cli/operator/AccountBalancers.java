package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.console.BalancerRows;
import io.gatelink.local.cli.console.Item;
import io.gatelink.local.cli.console.LoadBalancerRow;
import io.gatelink.local.cli.console.Revisions;
import io.gatelink.local.dynamodb.item.AttributeValue.M;
import io.gatelink.local.dynamodb.item.AttributeValue.N;
import io.gatelink.local.dynamodb.item.AttributeValue.S;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.GetVpcLinksResponse;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;

/** The network and application load balancers of a Region, and what the table of publications says of them. */
final class AccountBalancers {

    private final Aws aws;
    private final Publications table;
    private final BalancerRows rows;
    private Map<String, Publication> publications = Map.of();

    AccountBalancers(Aws aws, GatelinkStack stack, Revisions revisions) {
        this.aws = aws;
        this.table = new Publications(aws, stack);
        this.rows = new BalancerRows(revisions);
    }

    /** Reads them anew, and notes what changed. */
    void refresh() {
        rows.replace(read());
    }

    private Map<String, LoadBalancerRow> read() {
        Map<String, Publication> published = new LinkedHashMap<>();
        table.all().forEach(one -> published.put(one.arn(), one));
        publications = published;
        Map<String, String> links = linkStatuses();
        Map<String, LoadBalancerRow> read = new LinkedHashMap<>();
        aws.elasticLoadBalancing().describeLoadBalancersPaginator().loadBalancers().stream()
                .filter(balancer -> balancer.type() != LoadBalancerTypeEnum.GATEWAY)
                .forEach(balancer -> read.put(
                        balancer.loadBalancerArn(),
                        row(balancer.loadBalancerArn(), balancer.state().codeAsString(), links)));
        published.keySet().forEach(arn -> read.computeIfAbsent(arn, gone -> row(gone, LoadBalancerRow.DELETED, links)));
        return read;
    }

    private LoadBalancerRow row(String arn, String state, Map<String, String> links) {
        Item item = item(arn);
        return new LoadBalancerRow(arn, state, item, item.link().map(links::get).orElse(""));
    }

    /** By the link's id; of those versions only that are in use. */
    private Map<String, String> linkStatuses() {
        Map<String, String> statuses = new HashMap<>();
        if (isInUse("vpcLink")) {
            aws.apiGateway()
                    .getVpcLinksPaginator(request -> request.limit(500))
                    .items()
                    .forEach(link -> statuses.put(link.id(), link.statusAsString()));
        }
        if (isInUse("sharedVpcLink")) {
            var client = aws.client(ApiGatewayV2Client.class, ApiGatewayV2Client::builder);
            String token = null;
            do {
                String page = token;
                GetVpcLinksResponse answer = client.getVpcLinks(request -> request.nextToken(page));
                answer.items().forEach(link -> statuses.put(link.vpcLinkId(), link.vpcLinkStatusAsString()));
                token = answer.nextToken();
            } while (token != null);
        }
        return statuses;
    }

    private boolean isInUse(String attribute) {
        return publications.values().stream()
                .anyMatch(one -> one.text(attribute).isPresent());
    }

    /** The item of a load balancer, if the table has one. */
    Optional<Publication> publication(String arn) {
        return Optional.ofNullable(publications.get(arn));
    }

    /** Likewise; {@link Item#NONE} if there is none. */
    Item item(String arn) {
        return publication(arn).map(one -> new Item(map(one.attributes()))).orElse(Item.NONE);
    }

    private static M map(Map<String, AttributeValue> attributes) {
        Map<String, io.gatelink.local.dynamodb.item.AttributeValue> values = new LinkedHashMap<>();
        attributes.forEach((name, value) -> {
            switch (value.type()) {
                case S -> values.put(name, new S(value.s()));
                case N -> values.put(name, new N(new BigDecimal(value.n())));
                case M -> values.put(name, map(value.m()));
                default -> {
                    // The console shows texts and numbers.
                }
            }
        });
        return new M(values);
    }

    /** As they were last read. */
    BalancerRows rows() {
        return rows;
    }
}
