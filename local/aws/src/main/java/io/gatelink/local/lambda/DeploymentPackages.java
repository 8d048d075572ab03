package io.gatelink.local.lambda;

import io.gatelink.local.template.Stack;
import io.gatelink.local.template.Stack.S3Location;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The code of functions: jars in S3, each in a class loader of its own; or, for a function without code of its own, and
 * for a jar that holds the same handlers as the local AWS's class path, that class path. Used exclusively.
 */
public final class DeploymentPackages implements AutoCloseable {

    /** Where the functions are that the local AWS was built with. */
    private static final String HANDLERS = "io/gatelink/functions/";

    private static final ClassLoader AT_HAND = DeploymentPackages.class.getClassLoader();

    private final Function<S3Location, Optional<byte[]>> objects;
    private final Map<S3Location, ClassLoader> loaders = new HashMap<>();

    /** @param objects reads an object in S3; empty if there is none */
    public DeploymentPackages(Function<S3Location, Optional<byte[]>> objects) {
        this.objects = objects;
    }

    /** The code on the class path alone. */
    public static DeploymentPackages onTheClassPath() {
        return new DeploymentPackages(location -> Optional.empty());
    }

    /** @throws InvalidFunctionException if there is no such jar */
    ClassLoader loaderOf(Stack.Function function) {
        return function.code()
                .map(code -> loaders.computeIfAbsent(code, location -> load(function, location)))
                .orElse(AT_HAND);
    }

    private ClassLoader load(Stack.Function function, S3Location location) {
        byte[] jar = objects.apply(location)
                .orElseThrow(() -> new InvalidFunctionException(
                        function,
                        "cannot be loaded. Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: "
                                + "The specified key does not exist: s3://" + location.bucket() + "/"
                                + location.key()));
        try {
            if (isBuildAtHand(jar)) {
                return AT_HAND;
            }
            Path file = Files.createTempFile("gatelink-functions-", ".jar");
            // A signal ends the local AWS without closing it.
            file.toFile().deleteOnExit();
            Files.write(file, jar);
            return new PackageLoader(file, AT_HAND);
        } catch (IOException e) {
            throw new UncheckedIOException("The jar of " + function.name() + " cannot be read", e);
        }
    }

    /** Whether a jar in S3 holds the same handlers as the local AWS's class path: then it needs no loader. */
    public boolean isBuildAtHand(S3Location location) {
        return equalsAtHand(loaders.get(location));
    }

    @SuppressWarnings("ReferenceEquality") // Class loaders have an identity, and nothing else.
    private static boolean equalsAtHand(ClassLoader loader) {
        return loader == AT_HAND;
    }

    private static boolean isBuildAtHand(byte[] jar) throws IOException {
        boolean any = false;
        try (var zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.isDirectory() || !entry.getName().startsWith(HANDLERS)) {
                    continue;
                }
                any = true;
                try (InputStream own = AT_HAND.getResourceAsStream(entry.getName())) {
                    if (own == null || !Arrays.equals(own.readAllBytes(), zip.readAllBytes())) {
                        return false;
                    }
                }
            }
        }
        return any;
    }

    /** Frees the jars. */
    @Override
    public void close() {
        loaders.values().forEach(loader -> {
            if (loader instanceof PackageLoader own) {
                own.close();
            }
        });
        loaders.clear();
    }
}
