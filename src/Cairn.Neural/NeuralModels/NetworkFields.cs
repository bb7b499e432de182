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
        writer.Set("networks", [.. networks.Select(net => ILayer.Whole(net, "Networks"))]);
    }

    internal static (NetworkInputs Inputs, Module[] Networks) Read(ArtefactReader reader)
    {
        var schema = reader.Schema();
        var scaler = reader.Has("scaler") ? reader.Child<StandardScalerModel>("scaler") : null;
        if (scaler is not null && scaler.Schema.Count != schema.Count)
            throw reader.Fail($"the scale of its inputs has {scaler.Schema.Count} columns of {schema.Count}");
        Module[] networks = [.. reader.Children<Module>("networks")];
        if (networks.Length == 0) throw reader.Fail("there is no network");
        foreach (var net in networks)
        {
            net.Place();
            foreach (var parameter in net.Parameters) parameter.Seal();
        }
        return (new NetworkInputs(schema, scaler), networks);
    }
}
