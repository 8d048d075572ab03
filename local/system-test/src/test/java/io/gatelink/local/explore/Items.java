package io.gatelink.local.explore;

import io.gatelink.local.LocalAws;
import io.gatelink.local.dynamodb.item.AttributeValue;
import io.gatelink.local.dynamodb.item.AttributeValue.M;
import io.gatelink.local.dynamodb.item.AttributeValue.S;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The tables, as people may read, lose and restore them. Used exclusively. */
final class Items {

    private static final String ARN = "loadBalancerArn";

    private final LocalAws aws;
    private final String publications;
    private final String coordination;
    private final TreeMap<Duration, List<M>> copies = new TreeMap<>();
    private final TreeMap<Duration, List<M>> coordinationCopies = new TreeMap<>();

    Items(LocalAws aws) {
        this.aws = aws;
        this.publications = table("-publications");
        this.coordination = table("-coordination");
    }

    private String table(String end) {
        return aws.dynamoDb().listTables().stream()
                .filter(name -> name.endsWith(end))
                .findFirst()
                .orElseThrow();
    }

    /** The item of a load balancer. */
    Optional<Map<String, AttributeValue>> find(String arn) {
        return all().stream()
                .map(M::values)
                .filter(item -> arn.equals(text(item, ARN)))
                .findFirst();
    }

    /** The ARNs of all load balancers that have an item. */
    List<String> arns() {
        return all().stream().map(item -> text(item.values(), ARN)).toList();
    }

    /** Whether an item says that a load balancer is published through a link of version 2, or may have to be again. */
    boolean anyPublishedThrough(String linkId) {
        return all().stream()
                .flatMap(item -> Stream.of("published", "takenOver").map(item.values()::get))
                .anyMatch(served -> served instanceof M map && linkId.equals(text(map.values(), "sharedVpcLink")));
    }

    /** Whether an item has an attribute. */
    boolean any(String attribute) {
        return all().stream().anyMatch(item -> item.values().containsKey(attribute));
    }

    private List<M> all() {
        return aws.dynamoDb().items(publications);
    }

    /** A string attribute, or {@code null}. */
    static String text(Map<String, AttributeValue> item, String name) {
        return item.get(name) instanceof S string ? string.value() : null;
    }

    /** A string in the map of what is published, or {@code null}. */
    static String published(Map<String, AttributeValue> item, String name) {
        return item.get("published") instanceof M map ? text(map.values(), name) : null;
    }

    /** Whether the item of a load balancer says that it is published at this path of the custom domain. */
    boolean isPublishedAt(String arn, String path) {
        return find(arn)
                .filter(item -> Paths.text(path).equals(published(item, "basePathMapping")))
                .isPresent();
    }

    void keepCopy(Duration now) {
        copies.put(now, all());
        coordinationCopies.put(now, aws.dynamoDb().items(coordination));
    }

    void lose(boolean ofPublications) {
        aws.dynamoDb().loseItems(ofPublications ? publications : coordination);
    }

    /** @return whether there was a copy that old */
    boolean restore(boolean ofPublications, Duration copied) {
        var copy = (ofPublications ? copies : coordinationCopies).floorEntry(copied);
        if (copy != null) {
            aws.dynamoDb().restoreItems(ofPublications ? publications : coordination, copy.getValue());
        }
        return copy != null;
    }
}
