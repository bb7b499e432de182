namespace Cairn.Persistence;

/// <summary>How a model's schema and classes stand in its file.</summary>
static class SchemaFields
{
    /// <summary>Writes the number of features, and their names when they have any.</summary>
    internal static void Set(this ArtefactWriter writer, FeatureSchema schema)
    {
        writer.Set("features", schema.Count);
        if (schema.Names is not null) writer.Set("feature-names", schema.Names);
    }

    /// <summary>Writes the classes in their order: as numbers when they are, else as texts.</summary>
    internal static void Set(this ArtefactWriter writer, ClassLabels classes)
    {
        if (classes.AreNumbers) writer.Set("class-values", Tensor.From(classes.Values, classes.Count));
        else writer.Set("class-names", [.. classes]);
    }

    /// <summary>Reads what <see cref="Set(ArtefactWriter, FeatureSchema)"/> wrote.</summary>
    internal static FeatureSchema Schema(this ArtefactReader reader)
    {
        int count = (int)reader.Integer("features", 0, int.MaxValue);
        var names = reader.Has("feature-names") ? reader.Texts("feature-names") : null;
        if (names is not null && names.Count != count) throw reader.Fail($"{names.Count} feature names for {count} features");
        return new FeatureSchema(count, names);
    }

    /// <summary>Reads what <see cref="Set(ArtefactWriter, ClassLabels)"/> wrote.</summary>
    internal static ClassLabels Classes(this ArtefactReader reader)
    {
        if (reader.Has("class-values"))
        {
            double[] values = reader.Tensor("class-values", DType.Float64, -1).ToArray<double>();
            if (!IsRising(values, Comparer<double>.Default) || !Array.TrueForAll(values, IsWhole))
                throw reader.Fail("the classes are not whole numbers in order");
            return ClassLabels.Of(values);
        }
        string[] names = [.. reader.Texts("class-names")];
        if (!IsRising(names, StringComparer.Ordinal)) throw reader.Fail("the class names are not in order");
        return ClassLabels.Of(names);
    }

    static bool IsWhole(double value) => Math.Abs(value) <= 1L << 53 && Math.Floor(value) == value;

    static bool IsRising<T>(T[] values, IComparer<T> order)
    {
        for (int i = 1; i < values.Length; i++)
            if (order.Compare(values[i - 1], values[i]) >= 0) return false;
        return values.Length > 0;
    }
}
