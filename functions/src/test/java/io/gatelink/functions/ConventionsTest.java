package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for all handlers and exceptions, whoever adds one. */
class ConventionsTest {

    static List<Class<?>> handlers() {
        return classes().filter(type -> RequestStreamHandler.class.isAssignableFrom(type)
                || RequestHandler.class.isAssignableFrom(type))
                .filter(type -> !Modifier.isAbstract(type.getModifiers())).toList();
    }

    static List<Class<?>> exceptions() {
        return classes().filter(Throwable.class::isAssignableFrom)
                .filter(type -> !Modifier.isAbstract(type.getModifiers())).toList();
    }

    private static Stream<Class<?>> classes() {
        try {
            Path root = Path.of(StepHandler.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            try (Stream<Path> files = Files.walk(root)) {
                List<Class<?>> classes = files.map(file -> root.relativize(file).toString())
                        .filter(name -> name.endsWith(".class"))
                        .map(name -> name.substring(0, name.length() - 6).replace(File.separatorChar, '.'))
                        .sorted().<Class<?>>map(ConventionsTest::load).toList();
                return classes.stream();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ConventionsTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theseAreTheHandlers() {
        assertThat(handlers()).extracting(Class::getSimpleName).contains("CheckVpcLinkHandler", "StartPublicationHandler");
    }

    @ParameterizedTest
    @MethodSource("handlers")
    void aHandlerIsAPublicClassWithAConstructorForLambdaAndOneForTests(Class<?> handler) throws Exception {
        assertThat(handler).isPublic().isFinal();
        assertThat(handler.getSimpleName()).matches("([A-Z][a-z0-9]+)+Handler");
        assertThat(Modifier.isPublic(handler.getConstructor().getModifiers())).isTrue();
        assertThat(Arrays.stream(handler.getDeclaredConstructors())
                .filter(constructor -> constructor.getModifiers() == 0)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("handlers")
    void aHandlerHasItsInputAndOutputAsNestedRecords(Class<?> handler) {
        List<String> nested = RequestHandler.class.isAssignableFrom(handler)
                ? List.of("Output") : List.of("Input", "Output");
        for (String name : nested) {
            Class<?> record = load(handler.getName() + "$" + name);
            assertThat(record).isRecord().isPublic();
            if (name.equals("Input")) {
                assertThat(StepInput.class).isAssignableFrom(record);
                assertThat(record.getRecordComponents()).allMatch(component -> isOfStrings(component.getType()));
            }
        }
    }

    private static boolean isOfStrings(Class<?> type) {
        return type == String.class || type.isRecord() && Arrays.stream(type.getRecordComponents())
                .allMatch(component -> isOfStrings(component.getType()));
    }

    @ParameterizedTest
    @MethodSource("handlers")
    void lambdaCanCreateAHandlerWithoutTouchingTheNetwork(Class<?> handler) throws Exception {
        Constructor<?> constructor = handler.getConstructor();

        assertThatCode(() -> Environment.within(TestEnvironment.complete(), () -> create(constructor)))
                .doesNotThrowAnyException();
    }

    private static Object create(Constructor<?> constructor) {
        try {
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyExceptionHasANameOfItsOwnAndIsAGatelinkException() {
        assertThat(exceptions()).allSatisfy(type -> {
            assertThat(GatelinkException.class).isAssignableFrom(type);
            assertThat(type).isPublic().isFinal();
            assertThat(type.getSimpleName()).endsWith("Exception");
        });
        assertThat(exceptions()).extracting(Class::getSimpleName).doesNotHaveDuplicates().hasSize(17);
        assertThat(GatelinkException.class.getPermittedSubclasses()).containsExactlyInAnyOrder(
                exceptions().toArray(Class[]::new));
    }

    @Test
    void namesOfTagsAndEnvironmentVariablesStandOnce() {
        Set<String> names = Stream.of(Tags.class, EnvironmentVariables.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .map(ConventionsTest::value).collect(Collectors.toCollection(TreeSet::new));

        assertThat(names).contains("GATELINK_OWNER", "gatelink:owner");
    }

    private static String value(Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
