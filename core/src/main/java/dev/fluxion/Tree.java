package dev.fluxion;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A value with the tensors in it: a tensor, or records, lists, maps and arrays of trees. Numbers,
 * texts and the like may stand between and are constants. A list or map that is put together again
 * is an {@link ArrayList}, {@link LinkedHashMap} or {@link TreeMap} where the one before was, else
 * one that does not change.
 *
 * @param <T> the type of the value
 */
final class Tree<T> {
  final T value;
  final List<Tensor> tensors;

  private Tree(T value, List<Tensor> tensors) {
    this.value = value;
    this.tensors = List.copyOf(tensors);
  }

  /** The tree of a value. */
  static <T> Tree<T> of(T value) {
    return new Tree<>(Objects.requireNonNull(value, "a tree of tensors"), tensors(value));
  }

  /** The tree of a value that has tensors; {@code what} names it where it has none. */
  static <T> Tree<T> some(String what, T value) {
    var tree = of(value);
    if (tree.tensors.isEmpty()) {
      throw new IllegalArgumentException(what + " holds at least one tensor, got " + value);
    }
    return tree;
  }

  /** The tensors in a value, in order; what cannot hold any is refused. */
  static List<Tensor> tensors(@Nullable Object value) {
    List<Tensor> found = new ArrayList<>();
    walk(
        value,
        x -> {
          found.add(x);
          return x;
        },
        true);
    return found;
  }

  /** The tensors in a value of any kind, in order. */
  static List<Tensor> in(Object value) {
    List<Tensor> found = new ArrayList<>();
    walk(
        value,
        x -> {
          found.add(x);
          return x;
        },
        false);
    return found;
  }

  /** A value of any kind with other tensors in it. */
  @SuppressWarnings("unchecked") // a tree is rebuilt from parts of the same kinds
  static <T> T mapped(T value, UnaryOperator<Tensor> f) {
    return (T) Objects.requireNonNull(walk(value, f, false));
  }

  /** The same value with other tensors in the same places. */
  T with(List<Tensor> others) {
    return with(value, others.iterator());
  }

  @SuppressWarnings("unchecked") // a tree is rebuilt from parts of the same kinds
  private static <T> T with(T value, Iterator<Tensor> others) {
    return (T) Objects.requireNonNull(walk(value, _ -> others.next(), true));
  }

  /** The tensors of a value that has the structure of this one. */
  List<Tensor> matched(String what, @Nullable Object other) {
    var ours = structure(value);
    var theirs = structure(other);
    if (!ours.equals(theirs)) {
      throw new IllegalArgumentException(
          what + " has the structure " + ours + ", * for a tensor, got " + theirs);
    }
    return tensors(other);
  }

  /** For each tensor here the one in its place in another value of this structure, or null. */
  List<@Nullable Tensor> optional(@Nullable Object other) {
    List<@Nullable Tensor> found = new ArrayList<>();
    collect(value, other, found);
    return found;
  }

  private void collect(
      @Nullable Object ours, @Nullable Object theirs, List<@Nullable Tensor> found) {
    if (ours instanceof Tensor && (theirs == null || theirs instanceof Tensor)) {
      found.add((Tensor) theirs);
    } else if (ours instanceof Tensor) {
      throw mismatch(theirs);
    } else {
      var mine = parts(ours);
      var others = theirs == null ? Collections.nCopies(mine.size(), null) : parts(theirs);
      if (mine.size() != others.size()) {
        throw mismatch(theirs);
      }
      for (int k = 0; k < mine.size(); k++) {
        collect(mine.get(k), others.get(k), found);
      }
    }
  }

  private IllegalArgumentException mismatch(@Nullable Object other) {
    int n = tensors(other).size();
    return new IllegalArgumentException(
        n == tensors.size()
            ? "a custom vjp returns cotangents in the structure of its argument, "
                + structure(value)
                + ", got "
                + structure(other)
            : "a custom vjp returns a cotangent for each tensor of its argument, "
                + tensors.size()
                + ", got "
                + n);
  }

  private static List<?> parts(@Nullable Object x) {
    return switch (x) {
      case List<?> list -> list;
      case Map<?, ?> map -> List.copyOf(map.values());
      case Object[] array -> Arrays.asList(array);
      case Record r -> Kind.OF.get(r.getClass()).parts(r);
      case null, default -> List.of();
    };
  }

  int size() {
    int n = 0;
    for (var x : tensors) {
      n = Math.addExact(n, x.size());
    }
    return n;
  }

  /** The value with stars for tensors. */
  private static String structure(@Nullable Object x) {
    return switch (x) {
      case Tensor _ -> "*";
      case List<?> list -> list.stream().map(Tree::structure).toList().toString();
      case Map<?, ?> map -> {
        Map<@Nullable Object, String> all = new LinkedHashMap<>();
        map.forEach((key, one) -> all.put(key, structure(one)));
        yield all.toString();
      }
      case Object[] array -> Arrays.stream(array).map(Tree::structure).toList().toString();
      case Record r ->
          r.getClass().getSimpleName()
              + Kind.OF.get(r.getClass()).parts(r).stream().map(Tree::structure).toList();
      case null, default -> "_";
    };
  }

  private static @Nullable Object walk(
      @Nullable Object x, UnaryOperator<Tensor> f, boolean strict) {
    return switch (x) {
      case Tensor t -> f.apply(t);
      case List<?> list -> {
        List<@Nullable Object> all = new ArrayList<>();
        list.forEach(one -> all.add(walk(one, f, strict)));
        yield list instanceof ArrayList ? all : Collections.unmodifiableList(all);
      }
      case Map<?, ?> map -> {
        Map<@Nullable Object, @Nullable Object> all = new LinkedHashMap<>();
        map.forEach((key, one) -> all.put(key, walk(one, f, strict)));
        yield switch (map) {
          case HashMap<?, ?> _ -> all;
          case TreeMap<?, ?> sorted -> sorted(sorted, all);
          default -> Collections.unmodifiableMap(all);
        };
      }
      case Object[] array -> {
        @Nullable Object[] all = array.clone();
        for (int k = 0; k < all.length; k++) {
          all[k] = walk(array[k], f, strict);
        }
        yield all;
      }
      case Record r -> {
        var kind = Kind.OF.get(r.getClass());
        List<@Nullable Object> all = new ArrayList<>();
        kind.parts(r).forEach(part -> all.add(walk(part, f, strict)));
        yield kind.make(all);
      }
      case null -> null;
      default -> strict ? constant(x) : x;
    };
  }

  /** In the order that the keys were in before. */
  @SuppressWarnings("unchecked") // the keys are those of the map that the comparator is from
  private static TreeMap<@Nullable Object, @Nullable Object> sorted(
      TreeMap<?, ?> like, Map<@Nullable Object, @Nullable Object> all) {
    var sorted =
        new TreeMap<@Nullable Object, @Nullable Object>((Comparator<Object>) like.comparator());
    sorted.putAll(all);
    return sorted;
  }

  private static Object constant(Object x) {
    boolean known =
        x instanceof Number
            || x instanceof CharSequence
            || x instanceof Boolean
            || x instanceof Character
            || x instanceof Enum<?>
            || x instanceof Shape
            || x instanceof Fn<?, ?>
            || x.getClass().isArray();
    if (!known) {
      throw new IllegalArgumentException(
          "tensors stand in records, lists, maps and arrays, beside numbers and texts, got a "
              + x.getClass().getName()
              + "; make it a record");
    }
    return x;
  }

  /** How a class of records is taken apart and put together. */
  private record Kind(List<Method> accessors, Constructor<?> constructor) {
    static final ClassValue<Kind> OF =
        new ClassValue<>() {
          @Override
          protected Kind computeValue(Class<?> type) {
            return of(type);
          }
        };

    private static Kind of(Class<?> type) {
      try {
        var components = type.getRecordComponents();
        List<Method> accessors = new ArrayList<>();
        var types = new Class<?>[components.length];
        for (int k = 0; k < types.length; k++) {
          types[k] = components[k].getType();
          accessors.add(components[k].getAccessor());
          accessors.get(k).setAccessible(true);
        }
        var constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return new Kind(List.copyOf(accessors), constructor);
      } catch (InaccessibleObjectException | NoSuchMethodException e) {
        throw new IllegalArgumentException(
            "a record of tensors is read and made by Fluxion, got "
                + type.getName()
                + ", which its module keeps closed; open its package to dev.fluxion.core",
            e);
      }
    }

    List<@Nullable Object> parts(Object of) {
      List<@Nullable Object> parts = new ArrayList<>();
      for (var accessor : accessors) {
        try {
          parts.add(accessor.invoke(of));
        } catch (IllegalAccessException | InvocationTargetException e) {
          throw new IllegalArgumentException("a record is not readable: " + of.getClass(), e);
        }
      }
      return parts;
    }

    Object make(List<@Nullable Object> parts) {
      try {
        return constructor.newInstance(parts.toArray());
      } catch (ReflectiveOperationException e) {
        throw new IllegalArgumentException(
            "a record takes tensors that were computed as it took those it had, got an error from "
                + constructor.getDeclaringClass().getName(),
            e instanceof InvocationTargetException ? e.getCause() : e);
      }
    }
  }
}
