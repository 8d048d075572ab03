package io.gatelink.local.template;

import java.util.List;

/** A template that the local AWS cannot run, with everything that is wrong with it. */
public final class InvalidTemplateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public InvalidTemplateException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence each: line, place, what is wrong, what would be right. */
    public List<String> problems() {
        return problems;
    }
}
