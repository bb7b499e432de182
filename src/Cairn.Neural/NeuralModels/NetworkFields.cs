using Cairn.Persistence;
using Cairn.Preprocessing;

namespace Cairn.NeuralModels;

/// <summary>How the inputs and the networks of a model stand in its file.</summary>
static class NetworkFields
{
    internal static void Write(ArtefactWriter writer, NetworkInputs inputs, Module[] networks)
    {
        writer.Set(inputs.Schema);
        if (inputs.Scaler is not null) writer.Set("scaler", inputs.Scaler);
        if (inputs.RowShape.Length > 0) writer.Set("row-shape", Tensor.From(inputs.RowShape));
        writer.Set("networks", [.. networks.Select(net => ILayer.Whole(net, "Networks"))]);
    }

    internal static (NetworkInputs Inputs, Module[] Networks) Read(ArtefactReader reader)
    {
        var schema = reader.Schema();
        var scaler = reader.Has("scaler") ? reader.Child<StandardScalerModel>("scaler") : null;
        if (scaler is not null && scaler.Schema.Count != schema.Count)
            throw reader.Fail($"the scale of its inputs has {scaler.Schema.Count} columns of {schema.Count}");
        int[] rowShape = reader.Has("row-shape") ? reader.Tensor("row-shape", DType.Int32, -1).ToArray<int>() : [];
        if (rowShape.Length > 0 && (rowShape.Any(size => size < 1) || rowShape.Aggregate(1L, (all, size) => Math.Min(all * size, int.MaxValue)) != schema.Count))
            throw reader.Fail($"rows of [{string.Join(", ", rowShape)}] have not {schema.Count} features");
        Module[] networks = [.. reader.Children<Module>("networks")];
        if (networks.Length == 0) throw reader.Fail("there is no network");
        foreach (var net in networks)
        {
            net.Place();
            foreach (var parameter in net.Parameters) parameter.Seal();
        }
        return (new NetworkInputs(schema, scaler, rowShape), networks);
    }
}
