package io.gatelink.local.template;

import java.util.List;

/** Values for a template's parameters that the template does not allow; all of them. */
public final class InvalidParameterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    InvalidParameterException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line each: parameter, value, remedy. */
    public List<String> problems() {
        return problems;
    }
}
