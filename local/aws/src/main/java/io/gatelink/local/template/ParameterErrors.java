package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What CloudFormation says about the values of parameters, in its own words.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html">
 *     CloudFormation parameters</a>
 */
public final class ParameterErrors {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,18})?");

    private ParameterErrors() {}

    /**
     * The first thing that is wrong with the values, in CloudFormation's order: names, absences, then each value.
     *
     * @param given by name; those not named take their defaults
     */
    public static Optional<String> first(Template template, Map<String, String> given) {
        List<Template.Parameter> parameters = template.parameters();
        List<String> names = parameters.stream().map(Template.Parameter::name).toList();
        List<String> unknown = given.keySet().stream()
                .filter(name -> !names.contains(name))
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            return Optional.of("Parameters: [" + String.join(", ", unknown) + "] do not exist in the template");
        }
        List<String> absent = parameters.stream()
                .filter(parameter -> !given.containsKey(parameter.name()))
                .filter(parameter -> parameter.defaultValue().isEmpty())
                .map(Template.Parameter::name)
                .toList();
        if (!absent.isEmpty()) {
            return Optional.of("Parameters: [" + String.join(", ", absent) + "] must have values");
        }
        return parameters.stream()
                .filter(parameter -> given.containsKey(parameter.name()))
                .map(parameter -> refusal(parameter, given.get(parameter.name())))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> refusal(Template.Parameter parameter, String value) {
        return violated(parameter, value).map(rule -> {
            String constraint =
                    parameter.declaration().path("ConstraintDescription").asText();
            return constraint.isEmpty() || rule.equals("must be a number")
                    ? "Parameter '" + parameter.name() + "' " + rule
                    : "Parameter " + parameter.name() + " failed to satisfy constraint: " + constraint;
        });
    }

    private static Optional<String> violated(Template.Parameter parameter, String value) {
        JsonNode declaration = parameter.declaration();
        boolean number = parameter.type().equals("Number");
        if (number && !NUMBER.matcher(value).matches()) {
            return Optional.of("must be a number");
        }
        if (declaration.has("AllowedValues") && !parameter.allowedValues().contains(value)) {
            return Optional.of("must be one of AllowedValues");
        }
        String pattern = declaration.path("AllowedPattern").asText();
        if (!pattern.isEmpty() && !value.matches(pattern)) {
            return Optional.of("must match pattern " + pattern);
        }
        BigDecimal size = number ? new BigDecimal(value) : BigDecimal.valueOf(value.length());
        String least = declaration.path(number ? "MinValue" : "MinLength").asText();
        if (!least.isEmpty() && size.compareTo(new BigDecimal(least)) < 0) {
            return Optional.of(
                    number
                            ? "must be a number not less than " + least
                            : "must contain at least " + least + " characters");
        }
        String most = declaration.path(number ? "MaxValue" : "MaxLength").asText();
        if (!most.isEmpty() && size.compareTo(new BigDecimal(most)) > 0) {
            return Optional.of(
                    number
                            ? "must be a number not greater than " + most
                            : "must contain at most " + most + " characters");
        }
        return Optional.empty();
    }
}
