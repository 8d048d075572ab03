package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.BadInputException;
import io.gatelink.local.document.Nearest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** The table of publications of a stack. */
final class Publications {

    private static final int MOST_NAMED = 10;

    private final Aws aws;
    private final GatelinkStack stack;

    Publications(Aws aws, GatelinkStack stack) {
        this.aws = aws;
        this.stack = stack;
    }

    /** All of them, by name. */
    List<Publication> all() {
        try {
            return aws
                    .dynamoDb()
                    .scanPaginator(request -> request.tableName(stack.table()).consistentRead(true))
                    .items()
                    .stream()
                    .map(Publication::new)
                    .sorted(Comparator.comparing(Publication::name).thenComparing(Publication::arn))
                    .toList();
        } catch (ResourceNotFoundException e) {
            throw absent();
        }
    }

    /**
     * Those of one name, or the one of an ARN.
     *
     * @throws BadInputException if there is none
     */
    List<Publication> named(String field, String nameOrArn) {
        LoadBalancers.check(field, nameOrArn);
        if (LoadBalancers.isArn(nameOrArn)) {
            return List.of(item(nameOrArn).orElseThrow(() -> unknown(field, nameOrArn, all())));
        }
        List<Publication> all = all();
        List<Publication> found =
                all.stream().filter(one -> one.name().equals(nameOrArn)).toList();
        if (found.isEmpty()) {
            throw unknown(field, nameOrArn, all);
        }
        return found;
    }

    /**
     * The one that is meant by a name or an ARN.
     *
     * @throws BadInputException if there is none, or the name leaves it open
     */
    Publication one(String field, String nameOrArn) {
        List<Publication> found = named(field, nameOrArn);
        List<Publication> served = found.stream().filter(Publication::isServed).toList();
        if (found.size() == 1 || served.size() == 1) {
            return served.isEmpty() ? found.get(0) : served.get(0);
        }
        throw new BadInputException(field + " is '" + nameOrArn
                + "', which was the name of several load balancers: give one of these ARNs: "
                + found.stream().map(Publication::arn).collect(Collectors.joining(", ")) + ".");
    }

    /** Whether there is one of this name or ARN. */
    boolean knows(String nameOrArn) {
        return all().stream()
                .anyMatch(one -> one.name().equals(nameOrArn) || one.arn().equals(nameOrArn));
    }

    /** The item of a load balancer, as it is now. */
    Optional<Publication> item(String arn) {
        try {
            var answer = aws.dynamoDb().getItem(request -> request.tableName(stack.table())
                    .consistentRead(true)
                    .key(Map.of(Publication.LOAD_BALANCER_ARN, AttributeValue.fromS(arn))));
            return answer.hasItem() ? Optional.of(new Publication(answer.item())) : Optional.empty();
        } catch (ResourceNotFoundException e) {
            throw absent();
        }
    }

    private BadInputException unknown(String field, String nameOrArn, List<Publication> all) {
        List<String> names = all.stream().map(Publication::name).distinct().toList();
        String known = names.isEmpty()
                ? "it is empty"
                : "it has " + names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                        + (names.size() > MOST_NAMED ? " and " + (names.size() - MOST_NAMED) + " more" : "");
        return new BadInputException(
                field + " is '" + nameOrArn + "', which is not in the table " + stack.table() + ": " + known + "."
                        + Nearest.hint(nameOrArn, names) + " To publish it: gatelink publish " + nameOrArn + ".");
    }

    private BadInputException absent() {
        return new BadInputException("The table " + stack.table() + " of the stack " + stack.name()
                + " is not there: deploy the stack again; reconcile then rebuilds it from the tags.");
    }
}
