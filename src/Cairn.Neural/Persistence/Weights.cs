using Cairn.Data;

namespace Cairn.Persistence;

/// <summary>The parameters of a module by path, in a safetensors file or, when its name ends with <c>.npz</c>, an archive of NumPy: for modules of
/// one's own, and to and from other libraries.</summary>
public static class Weights
{
    /// <summary>Writes all parameters, running statistics too, under their paths.</summary>
    /// <param name="net">The module.</param>
    /// <param name="path">A safetensors file, or an archive of NumPy when its name ends with <c>.npz</c>; replaced if it is there.</param>
    /// <param name="naming">The name in the file of a path here, such as <see cref="WeightNames.PyTorch"/>; the path itself when null.</param>
    /// <exception cref="ArgumentException">Two parameters get one name.</exception>
    /// <exception cref="InvalidOperationException">They are not drawn yet.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void SaveWeights(this Module net, string path, Func<string, string>? naming = null)
    {
        ArgumentNullException.ThrowIfNull(net);
        var parameters = net.NamedParameters.Select(p => (naming is null ? p.Path : naming(p.Path), p.Parameter.Value));
        if (IsArchive(path)) NumpyFile.WriteAll(path, parameters);
        else Safetensors.Save(path, parameters);
    }

    /// <summary>Reads all parameters from a file by their paths; nothing is changed when one is missing or does not fit.</summary>
    /// <param name="net">The module.</param>
    /// <param name="path">A safetensors file, or an archive of NumPy when its name ends with <c>.npz</c>.</param>
    /// <param name="naming">The name in the file of a path here, for files of other libraries, such as
    /// <see cref="WeightNames.PyTorch"/>; the path itself when null.</param>
    /// <param name="ignoresOthers">True to pass over tensors of the file that the module has no place for; false, the default, to refuse them.</param>
    /// <remarks>PyTorch's <c>num_batches_tracked</c>, which counts batches and changes no answer, is always passed over.</remarks>
    /// <exception cref="CairnFormatException">The file is damaged, or its tensors are not those of the module; the message names both.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static void LoadWeights(this Module net, string path, Func<string, string>? naming = null, bool ignoresOthers = false)
    {
        ArgumentNullException.ThrowIfNull(net);
        var found = (IsArchive(path) ? NumpyFile.ReadAll(path) : Safetensors.Load(path)).ToDictionary(t => t.Name, t => t.Tensor, StringComparer.Ordinal);
        var parameters = net.Place().Parameters;
        var values = new Tensor[parameters.Count];
        for (int i = 0; i < values.Length; i++)
        {
            var (at, parameter) = parameters[i];
            string name = naming is null ? at : naming(at);
            if (!found.Remove(name, out var value))
                throw new CairnFormatException($"'{path}' has no tensor '{name}' for the parameter {at} of {parameter.Shape}; "
                    + $"it has {string.Join(", ", found.Keys.Order(StringComparer.Ordinal).Take(8))}{(found.Count > 8 ? ", ..." : "")}", 0UL);
            if (value.Shape != parameter.Shape || !value.DType.IsFloating())
                throw new CairnFormatException(
                    $"'{path}': the tensor '{name}' is {value.DType.Name()} {value.Shape} where {at} needs floating numbers of {parameter.Shape}", 0UL);
            values[i] = value;
        }
        foreach (string name in found.Keys.Where(n => n.EndsWith("num_batches_tracked", StringComparison.Ordinal)).ToList()) found.Remove(name);
        if (found.Count > 0 && !ignoresOthers)
            throw new CairnFormatException($"'{path}' has tensors that the module has no place for: {string.Join(", ", found.Keys.Order(StringComparer.Ordinal).Take(8))}; "
                + "pass ignoresOthers: true to leave them", 0UL);
        for (int i = 0; i < values.Length; i++) parameters[i].Parameter.Set(values[i]);
    }

    static bool IsArchive(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase);
    }
}
