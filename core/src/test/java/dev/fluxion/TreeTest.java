package dev.fluxion;

import static dev.fluxion.Expect.refused;
import static dev.fluxion.Expect.values;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values with tensors in them: which are found, in which order, and what is put together again. */
class TreeTest {
  private record Pair(Tensor a, @Nullable Tensor b) {}

  private record Layer(Tensor w, int count, String name, Fn<Tensor, Tensor> f) {}

  private record Net(List<Layer> layers, Map<String, Tensor> others, Tensor[] array, double rate) {}

  private record Row(Tensor x) {
    private Row {
      if (x.rank() != 1) {
        throw new IllegalStateException("a row has one axis");
      }
    }
  }

  private static Tensor one(int k) {
    return tensor((double) k);
  }

  /** The numbers in a tree of scalars. */
  private static List<Integer> found(Object value) {
    return Tree.of(value).tensors.stream().map(x -> (int) x.item()).toList();
  }

  /** The same tree with 10, 11, … in it. */
  private static <T> T renumbered(T value) {
    var tree = Tree.of(value);
    List<Tensor> others = new ArrayList<>();
    for (int k = 0; k < tree.tensors.size(); k++) {
      others.add(one(10 + k));
    }
    return tree.with(others);
  }

  @Test
  void recordsListsMapsAndArraysInOrder() {
    var layers = List.of(new Layer(one(1), 7, "a", x -> x), new Layer(one(2), 8, "b", x -> x));
    var net = new Net(layers, new TreeMap<>(Map.of("q", one(4), "p", one(3))), array(5, 6), 0.5);
    assertEquals(List.of(1, 2, 3, 4, 5, 6), found(net));
    var other = renumbered(net);
    assertEquals(List.of(10, 11, 12, 13, 14, 15), found(other));
    assertEquals(8, other.layers.get(1).count);
    assertEquals("b", other.layers.get(1).name);
    assertSame(layers.get(0).f, other.layers.get(0).f);
    assertEquals(0.5, other.rate);
    values(other.layers.get(1).w, 11);
    values(Fluxion.stack(List.of(other.others.get("p"), other.array[1]), 0), 12, 15);
  }

  private static Tensor[] array(int... numbers) {
    return Arrays.stream(numbers).mapToObj(TreeTest::one).toArray(Tensor[]::new);
  }

  @Test
  void nullsAndConstantsStay() {
    assertEquals(List.of(1), found(new Pair(one(1), null)));
    assertEquals(null, renumbered(new Pair(one(1), null)).b);
    var numbers = new int[] {1};
    var all =
        Arrays.asList(one(1), null, 2, 2.5, "s", true, 'c', DType.FLOAT32, numbers, Shape.of(1));
    var other = renumbered(all);
    assertEquals(all.subList(1, all.size()), other.subList(1, all.size()));
    values((Tensor) other.getFirst(), 10);
  }

  @Test
  void kindsOfListsAndMapsAreKept() {
    assertEquals(ArrayList.class, renumbered(new ArrayList<>(List.of(one(1)))).getClass());
    assertEquals(LinkedHashMap.class, renumbered(new HashMap<>(Map.of("a", one(1)))).getClass());
    Map<String, Tensor> linked = new LinkedHashMap<>();
    linked.put("z", one(1));
    linked.put("a", one(2));
    assertEquals(List.of("z", "a"), List.copyOf(renumbered(linked).keySet()));
    var list = renumbered(List.of(one(1)));
    assertThrows(UnsupportedOperationException.class, () -> list.set(0, one(2)));
    var map = renumbered(Map.of("a", one(1)));
    assertThrows(UnsupportedOperationException.class, () -> map.put("b", one(2)));
    assertArrayEquals(new double[] {11}, renumbered(array(1, 2))[1].toDoubleArray());
  }

  /** A sorted map was put together in the natural order of its keys. */
  @Test
  void sortedMapsKeepTheirOrder() {
    var map = new TreeMap<String, Tensor>(Comparator.reverseOrder());
    map.put("a", one(1));
    map.put("b", one(2));
    assertEquals(List.of(2, 1), found(map));
    var other = renumbered(map);
    assertEquals(List.of(10, 11), found(other));
    assertEquals("b", other.firstKey());
  }

  @Test
  void oneTensorInTwoPlacesIsTwoArguments() {
    var x = one(3);
    var at = grad((Pair p) -> p.a.mul(Objects.requireNonNull(p.b))).apply(new Pair(x, x));
    values(at.a, 3);
    values(Objects.requireNonNull(at.b), 3);
  }

  @Test
  void otherClassesAreRefused() {
    refused(
        IllegalArgumentException.class,
        "tensors stand in records, lists, maps and arrays, beside numbers and texts, got a"
            + " java.util.Optional; make it a record",
        () -> Tree.of(List.of(one(1), Optional.of(one(2)))));
    var set = Set.of(one(1));
    assertThrows(IllegalArgumentException.class, () -> Tree.of(set));
  }

  @Test
  void aRecordThatRefusesWhatIsComputed() {
    var tree = Tree.of(new Row(tensor(1.0, 2.0)));
    refused(
        IllegalArgumentException.class,
        "a record takes tensors that were computed as it took those it had, got an error from "
            + Row.class.getName(),
        () -> tree.with(List.of(one(1))));
  }

  /** A module of two packages: it shows the one, which makes records of the other. */
  private static Class<?> closedModule(Path directory) throws Exception {
    var sources =
        Map.of(
            "module-info.java", "module closed { exports shown; }",
            "shown/Make.java",
                "package shown; public class Make { public static Object of(Object x)"
                    + " { return new kept.Point(x); } }",
            "kept/Point.java", "package kept; public record Point(Object x) {}");
    List<String> arguments = new ArrayList<>(List.of("-d", directory.toString()));
    for (var source : sources.entrySet()) {
      var file = directory.resolve(source.getKey());
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, source.getValue());
      arguments.add(file.toString());
    }
    var compiler = javax.tools.ToolProvider.getSystemJavaCompiler();
    assertEquals(0, compiler.run(null, null, null, arguments.toArray(new String[0])));
    var boot = ModuleLayer.boot();
    var modules =
        boot.configuration()
            .resolve(ModuleFinder.of(directory), ModuleFinder.of(), Set.of("closed"));
    var layer = boot.defineModulesWithOneLoader(modules, ClassLoader.getPlatformClassLoader());
    return layer.findLoader("closed").loadClass("shown.Make");
  }

  @Test
  void aRecordOfAClosedModule(@TempDir Path directory) throws Exception {
    var point =
        closedModule(directory).getMethod("of", Object.class).invoke(null, tensor(1.0, 2.0));
    refused(
        IllegalArgumentException.class,
        "a record of tensors is read and made by Fluxion, got kept.Point, which its module keeps"
            + " closed; open its package to dev.fluxion.core",
        () -> Tree.of(point));
  }

  @Test
  void structuresHaveToMatch() {
    var tree = Tree.of(new Pair(one(1), one(2)));
    assertEquals(2, tree.matched("a tangent", new Pair(one(3), one(4))).size());
    refused(
        IllegalArgumentException.class,
        "a tangent has the structure Pair[*, *], * for a tensor, got Pair[*, _]",
        () -> tree.matched("a tangent", new Pair(one(3), null)));
    refused(
        IllegalArgumentException.class,
        "a tangent has the structure Pair[*, *], * for a tensor, got [*, *]",
        () -> tree.matched("a tangent", List.of(one(3), one(4))));
    var map = Tree.of(Map.of("a", List.of(one(1), 2)));
    refused(
        IllegalArgumentException.class,
        "a tangent has the structure {a=[*, _]}, * for a tensor, got {b=[*, _]}",
        () -> map.matched("a tangent", Map.of("b", List.of(one(1), 2))));
  }

  @Test
  void aTreeWithoutTensors() {
    refused(
        IllegalArgumentException.class,
        "the argument of vmap holds at least one tensor, got [1]",
        () -> Tree.some("the argument of vmap", List.of(1)));
    assertEquals(0, Tree.of(List.of()).size());
    assertEquals(7, Tree.of(List.of(tensor(1.0, 2.0), List.of(Fluxion.zeros(5)))).size());
  }
}
