package io.gatelink.local.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.gatelink.local.Configuration;
import io.gatelink.local.core.Json;
import io.gatelink.local.template.PseudoParameters;
import io.gatelink.local.template.Stack;
import io.gatelink.local.template.TemplateReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of CONTRIBUTING.md that a machine can hold us to. */
class ConventionsTest {

    private static final Path HOME = Path.of(System.getProperty("gatelink.home"));

    private static final JavaClasses LOCAL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.gatelink.local");

    private static final JavaClasses FUNCTIONS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.gatelink.functions");

    private static final DescribedPredicate<JavaMethodCall> READS_A_CLOCK =
            DescribedPredicate.describe("reads a clock, or sleeps by one", call -> {
                String owner = call.getTargetOwner().getName();
                String method = call.getName();
                return owner.startsWith("java.time.") && method.equals("now")
                        || owner.equals("java.time.Clock") && method.matches("(system|tick).*")
                        || owner.equals("java.lang.System")
                                && Set.of("currentTimeMillis", "nanoTime").contains(method)
                        || Set.of("java.lang.Thread", "java.util.concurrent.TimeUnit")
                                        .contains(owner)
                                && method.equals("sleep");
            });

    @Test
    void onlyThePackageTimeReadsAClock() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.gatelink.local.time")
                .should()
                .callMethodWhere(READS_A_CLOCK)
                .orShould()
                .callConstructor(Date.class)
                .because("time is a dependency: a seeded run must be reproducible to the byte")
                .check(LOCAL);
    }

    @Test
    void identifiersComeFromTheAccountsSeed() {
        noClasses()
                .should()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(Math.class, "random")
                .because("a seeded run must be reproducible to the byte")
                .check(LOCAL);
    }

    @Test
    void onlyTheOutermostLineExits() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.gatelink.local.cli.Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(LOCAL);
    }

    /** The house: no arrow between packages runs back. */
    @Test
    void thePackagesOfTheLocalAwsAreFreeOfCycles() {
        SlicesRuleDefinition.slices()
                .matching("io.gatelink.local.(**)")
                .should()
                .beFreeOfCycles()
                .check(LOCAL);
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.gatelink.local",
                        "io.gatelink.local.cli",
                        "io.gatelink.local.cli.console",
                        "io.gatelink.local.cli.replay")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.gatelink.local", "io.gatelink.local.cli")
                .check(LOCAL);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.gatelink.local.cli")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.gatelink.local.cli")
                .check(LOCAL);
    }

    @Test
    void onlyTheEmulatedLambdaKnowsTheFunctions() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.gatelink.local.lambda")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.gatelink.functions..")
                .check(LOCAL);
    }

    @Test
    void theStatesLanguageNeedsNoServiceButItsOwn() {
        noClasses()
                .that()
                .resideInAPackage("io.gatelink.local.states..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.gatelink..")
                        .and(not(resideInAnyPackage(
                                "io.gatelink.local.states..",
                                "io.gatelink.local.core",
                                "io.gatelink.local.http",
                                "io.gatelink.local.time"))))
                .check(LOCAL);
    }

    @Test
    void behaviourDoesNotDependOnTheWire() {
        noClasses()
                .that()
                .resideInAPackage("io.gatelink.local.apigateway")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.gatelink.local.apigateway.wire")
                .check(LOCAL);
    }

    /** One string, three places. */
    @Test
    void statesClassesAndResourcesBearTheSameNames() throws IOException {
        Stack stack = stack();
        for (Stack.Function function : stack.functions()) {
            String name = function.logicalId().replaceFirst("Function$", "");
            assertThat(function.handler())
                    .matches("io\\.gatelink\\.functions\\.(publish|withdraw|reconcile|trigger)\\." + name + "Handler");
            if (name.startsWith("Start")) {
                continue;
            }
            assertThat(stack.stateMachines()).as("a state named as %s", name).anyMatch(machine -> {
                var states = Json.parse(machine.definition()).path("States");
                return states.properties().stream()
                        .anyMatch(state -> camelCase(state.getKey()).equals(name)
                                && state.getValue().path("Resource").asText().contains(function.logicalId()));
            });
        }
    }

    @Test
    void thePackagesOfTheFunctionsAreFreeOfCycles() {
        SlicesRuleDefinition.slices()
                .matching("io.gatelink.functions.(*)..")
                .should()
                .beFreeOfCycles()
                .check(FUNCTIONS);
        noClasses()
                .that()
                .resideInAPackage("io.gatelink.functions.lambda")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.gatelink.functions.registry",
                        "io.gatelink.functions.wanted",
                        "io.gatelink.functions.elbv2",
                        "io.gatelink.functions.apigateway")
                .check(FUNCTIONS);
    }

    /** A handler does its step once; waiting lives in the state machine. */
    @Test
    void handlersNeitherSleepNorReadAClockOfTheirOwn() {
        noClasses()
                .that()
                .doNotHaveSimpleName("LambdaEnvironment")
                .and()
                .doNotHaveSimpleName("Environment")
                .should()
                .callMethodWhere(READS_A_CLOCK)
                .check(FUNCTIONS);
    }

    /** What is in it, and where to begin. */
    @Test
    void eachPackageSaysWhatIsInIt() throws IOException {
        for (String module :
                List.of("functions", "local/core", "local/states", "local/apigateway", "local/aws", "local/cli")) {
            try (Stream<Path> files = Files.walk(HOME.resolve(module).resolve("src/main/java"))) {
                assertThat(files.filter(file -> file.toString().endsWith(".java"))
                                .map(Path::getParent)
                                .distinct())
                        .isNotEmpty()
                        .allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                                .content()
                                .matches("(?s)/\\*\\*.{20,}\\*/\npackage [a-z0-9.]+;\n"));
            }
        }
    }

    /** Maven's own choice would differ from one Maven to the next. */
    @Test
    void theParentSaysWhichVersionOfEachMavenPluginRuns() throws IOException {
        var plugin = Pattern.compile("(?s)<plugin>.*?</plugin>");
        var name = Pattern.compile("(?s)<plugin>(?:\\s|<!--.*?-->)*<groupId>[^<]+</groupId>\\s*"
                + "<artifactId>([^<]+)</artifactId>(\\s*<version>)?");
        List<String> versioned = new ArrayList<>();
        List<String> used = new ArrayList<>(List.of(
                "maven-clean-plugin",
                "maven-resources-plugin",
                "maven-compiler-plugin",
                "maven-surefire-plugin",
                "maven-jar-plugin",
                "maven-install-plugin"));
        for (String pom : List.of(
                "pom.xml",
                "functions/pom.xml",
                "local/pom.xml",
                "local/core/pom.xml",
                "local/states/pom.xml",
                "local/apigateway/pom.xml",
                "local/aws/pom.xml",
                "local/cli/pom.xml",
                "local/system-test/pom.xml")) {
            plugin.matcher(Files.readString(HOME.resolve(pom))).results().forEach(found -> {
                var parts = name.matcher(found.group());
                assertThat(parts.lookingAt()).as(found.group()).isTrue();
                (parts.group(2) == null ? used : versioned).add(parts.group(1));
            });
        }
        assertThat(versioned).doesNotHaveDuplicates().containsAll(used);
    }

    /** The constant is the name; a second literal would part from it. */
    @Test
    void namesOfTagsAndEnvironmentVariablesStandOnce() throws IOException {
        var names = Pattern.compile("\"(gatelink:[a-z-]+|[A-Z][A-Z_]+)\"");
        Set<String> variables = stack().functions().stream()
                .flatMap(function -> function.environment().keySet().stream())
                .collect(Collectors.toSet());
        var found = new ArrayList<String>();
        try (Stream<Path> files = Files.walk(HOME.resolve("functions/src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                names.matcher(Files.readString(file))
                        .results()
                        .map(name -> name.group(1))
                        .filter(name -> name.startsWith("gatelink:") || variables.contains(name))
                        .forEach(found::add);
            }
        }
        assertThat(found).hasSizeGreaterThan(20).contains("gatelink:owner").doesNotHaveDuplicates();
    }

    /** The formatter leaves comments as they are. */
    @Test
    void linesOfCommentsFitInto120ColumnsButForAddresses() throws IOException {
        var longer = new ArrayList<String>();
        for (String module : List.of("functions", "local")) {
            try (Stream<Path> files = Files.walk(HOME.resolve(module))) {
                for (Path file : files.filter(path -> path.toString().matches(".*/src/.*[.]java"))
                        .toList()) {
                    Files.readAllLines(file).stream()
                            .filter(line -> line.length() > 120 && line.strip().matches("(/?\\*|//).*"))
                            .filter(line -> !line.contains("http"))
                            .forEach(line -> longer.add(file.getFileName() + ": " + line));
                }
            }
        }
        assertThat(longer).isEmpty();
    }

    @Test
    void theFunctionsStaySmall() throws IOException {
        try (Stream<Path> files = Files.walk(HOME.resolve("functions/src/main/java"))) {
            long lines = files.filter(file -> file.toString().endsWith(".java"))
                    .mapToLong(ConventionsTest::lines)
                    .sum();
            assertThat(lines).as("lines without comments, blanks and imports").isBetween(1_000L, 6_830L);
        }
    }

    private static Stack stack() throws IOException {
        return TemplateReader.read(
                HOME.resolve("template.yaml"),
                Map.of(),
                new PseudoParameters("aws", Configuration.ACCOUNT, Configuration.REGION, "gatelink"));
    }

    private static long lines(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.matches("(//|/\\*|\\*|import |package ).*"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code Create VPC link} as {@code CreateVpcLink}. */
    private static String camelCase(String state) {
        var name = new StringBuilder();
        for (String word : state.split(" ")) {
            name.append(Character.toUpperCase(word.charAt(0)))
                    .append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }
}
