using Cairn.Persistence;

namespace Cairn.Tests;

public sealed class WeightsTests : IDisposable
{
    readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    static Sequential Network(long seed)
    {
        var net = new Sequential(new Linear(3, 4), new Relu(), new Linear(4, 2));
        net.Initialize(seed);
        return net;
    }

    [Fact]
    public void Weights_come_back_by_their_paths()
    {
        Sequential net = Network(1), other = Network(2);
        net.SaveWeights(_path);
        other.LoadWeights(_path);
        foreach (var (a, b) in net.Parameters.Zip(other.Parameters)) Assert.Equal(a.Value.ToArray<float>(), b.Value.ToArray<float>());
    }

    [Fact]
    public void Weights_go_to_and_come_from_archives_of_numpy()
    {
        string path = _path + ".npz";
        try
        {
            Sequential net = Network(1), other = Network(2);
            net.SaveWeights(path);
            Assert.Equal(net.NamedParameters.Select(p => (p.Path, p.Parameter.Shape)), Data.NumpyFile.ReadAll(path).Select(t => (t.Name, t.Tensor.Shape)));
            other.LoadWeights(path);
            foreach (var (a, b) in net.Parameters.Zip(other.Parameters)) Assert.Equal(a.Value.ToArray<float>(), b.Value.ToArray<float>());
            Assert.Contains("0.weight", Assert.Throws<CairnFormatException>(() => new Sequential(new Linear(3, 5)).LoadWeights(path)).Message, StringComparison.Ordinal);
        }
        finally { File.Delete(path); }
    }

    [Fact]
    public void Names_of_another_library_are_translated()
    {
        Safetensors.Save(_path, [("fc.kernel", Tensor.Ones<float>(1, 2)), ("fc.bias", Tensor.Zeros<float>(1)), ("steps", Tensor.Arange(3))]);
        var net = new Sequential(new Linear(2, 1));
        string Naming(string p) => p == "0.weight" ? "fc.kernel" : "fc.bias";
        var error = Assert.Throws<CairnFormatException>(() => net.LoadWeights(_path, Naming));
        Assert.Contains("steps", error.Message, StringComparison.Ordinal);
        Assert.False(net.Parameters[0].IsDrawn);
        net.LoadWeights(_path, Naming, ignoresOthers: true);
        Assert.Equal([1f, 1f], net.Parameters[0].Value.ToArray<float>());
    }

    [Fact]
    public void What_does_not_fit_is_named_and_changes_nothing()
    {
        Network(1).SaveWeights(_path);
        var wider = new Sequential(new Linear(3, 4), new Relu(), new Linear(4, 3));
        wider.Initialize(3);
        float[] before = wider.Parameters[0].Value.ToArray<float>();
        var error = Assert.Throws<CairnFormatException>(() => wider.LoadWeights(_path));
        Assert.Contains("'2.weight' is float32 [2, 4] where 2.weight needs floating numbers of [3, 4]", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, wider.Parameters[0].Value.ToArray<float>());
    }

    [Fact]
    public void All_types_and_empty_shapes_come_back()
    {
        (string, Tensor)[] tensors = [("a", Tensor.From([1.5, double.NaN])), ("b", Tensor.From([1, -2])), ("c", Tensor.Arange(3).To<long>()),
            ("d", Tensor.Scalar(true)), ("e", Tensor.Zeros<byte>(2, 0)), ("\u00e9 \"x\"", Tensor.Scalar(3f))];
        Safetensors.Save(_path, tensors);
        foreach (var ((name, tensor), (loadedName, loaded)) in tensors.Zip(Safetensors.Load(_path)))
        {
            Assert.Equal(name, loadedName);
            Assert.True(tensor.Shape == loaded.Shape && tensor.DType == loaded.DType);
            Assert.Equal(tensor.ToString(), loaded.ToString());
        }
    }

    [Fact]
    public void Half_floats_are_exact() // header written by hand: F16 1.5, -2; BF16 1, 0.5
    {
        string header = """{"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"b":{"dtype":"BF16","shape":[2],"data_offsets":[4,8]}}""";
        byte[] text = System.Text.Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(_path, [.. BitConverter.GetBytes((ulong)text.Length), .. text, 0x00, 0x3E, 0x00, 0xC0, 0x80, 0x3F, 0x00, 0x3F]);
        var loaded = Safetensors.Load(_path);
        Assert.Equal([1.5f, -2f], loaded[0].Tensor.ToArray<float>());
        Assert.Equal([1f, 0.5f], loaded[1].Tensor.ToArray<float>());
    }

    [Fact]
    public void A_damaged_file_is_a_format_error_wherever_it_is_cut_or_changed()
    {
        Network(1).SaveWeights(_path);
        byte[] whole = File.ReadAllBytes(_path);
        int refused = 0;
        for (int i = 0; i < 300; i++)
        {
            byte[] bytes = (byte[])whole.Clone();
            if (i % 3 == 0) bytes = bytes[..(i * whole.Length / 300)];
            else bytes[i * 7 % whole.Length] ^= (byte)(1 << (i % 8));
            File.WriteAllBytes(_path, bytes);
            try { Safetensors.Load(_path); }
            catch (CairnFormatException) { refused++; }
        }
        Assert.True(refused > 100, $"{refused} refused");
    }
}
