using System.Text;

namespace Cairn.Persistence;

/// <summary>The parameters of a layer as fields of its artefact, so that a layer writes its sizes and one line more.</summary>
public static class ParameterFields
{
    const string TypeField = "parameter-type";

    /// <summary>Writes all parameters of a layer, running statistics too, under their names.</summary>
    /// <exception cref="InvalidOperationException">They are not drawn yet.</exception>
    public static void Set(this ArtefactWriter writer, Module layer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(layer);
        var parameters = layer.NamedParameters;
        if (parameters.Count == 0) return;
        writer.Set(TypeField, parameters[0].Parameter.Value.DType == DType.Float64 ? "float64" : "float32");
        foreach (var (path, parameter) in parameters) writer.Set(FieldOf(path), parameter.Value.Detach());
    }

    /// <summary>Reads the parameters into a layer just made with the sizes of the file.</summary>
    /// <returns>The layer.</returns>
    public static TLayer Into<TLayer>(this ArtefactReader reader, TLayer layer) where TLayer : Module
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(layer);
        var parameters = layer.NamedParameters;
        if (parameters.Count == 0) return layer;
        var dtype = reader.Text(TypeField) switch
        {
            "float32" => DType.Float32,
            "float64" => DType.Float64,
            var other => throw reader.Fail($"parameters of type '{other}' are unknown"),
        };
        foreach (var (path, parameter) in parameters)
            parameter.Set(reader.Tensor(FieldOf(path), dtype, parameter.Shape.AsSpan()));
        return layer;
    }

    /// <summary>A path as the name of a field: <c>inner.runningMean</c> is <c>inner-running-mean</c>.</summary>
    static string FieldOf(string path)
    {
        var name = new StringBuilder();
        foreach (char c in path)
        {
            if (char.IsAsciiLetterUpper(c)) name.Append('-').Append(char.ToLowerInvariant(c));
            else name.Append(c == '.' ? '-' : c);
        }
        return name.ToString();
    }
}
