package io.gatelink.local.template;

import java.util.List;
import java.util.stream.Collectors;

/** Resources of a stack that cannot be deployed. Nothing has changed. */
public final class UndeployableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<ResourceProblem> problems;

    public UndeployableException(List<ResourceProblem> problems) {
        super(problems.stream().flatMap(problem -> problem.sentences().stream()).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<ResourceProblem> problems() {
        return problems;
    }
}
