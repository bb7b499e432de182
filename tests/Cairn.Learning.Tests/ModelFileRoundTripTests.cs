using System.Globalization;
using System.Text;
using Cairn.Persistence;

namespace Cairn.Tests;

public class ModelFileRoundTripTests
{
    static readonly Dictionary<string, string> Notes = new() { ["z"] = "last", ["a"] = "first" };

    [Fact]
    public void Every_field_comes_back_with_its_bits()
    {
        var saved = Keepsake.Sample();
        var loaded = (Keepsake)ModelFile.Load(ModelFile.ToBytes(saved), Keepsake.Readers);
        Assert.Equal(saved.Name, loaded.Name);
        Assert.Equal(BitConverter.DoubleToInt64Bits(saved.Number), BitConverter.DoubleToInt64Bits(loaded.Number));
        Assert.Equal(saved.Whole, loaded.Whole);
        Assert.Equal(saved.Flag, loaded.Flag);
        Assert.Equal(saved.Texts, loaded.Texts);
        Assert.Equal(saved.Doubles.ToArray<double>().Select(BitConverter.DoubleToInt64Bits), loaded.Doubles.ToArray<double>().Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(saved.Floats.ToArray<float>().Select(BitConverter.SingleToInt32Bits), loaded.Floats.ToArray<float>().Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(-7, loaded.Ints.AsReadOnlySpan<int>()[0]);
        Assert.Equal(0, loaded.Ints.Rank);
        Assert.Equal(saved.Longs.ToArray<long>(), loaded.Longs.ToArray<long>());
        Assert.Equal(saved.Bytes.ToArray<byte>(), loaded.Bytes.ToArray<byte>());
        Assert.Equal(saved.Bools.ToArray<bool>(), loaded.Bools.ToArray<bool>());
        Assert.Equal(saved.Odd.ToArray<double>().Select(BitConverter.DoubleToInt64Bits), loaded.Odd.ToArray<double>().Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal("inner", loaded.Only!.Name);
        Assert.Equal(double.Epsilon, loaded.Only.Number);
        Assert.Equal(0.1 + 0.2, loaded.Many[0].Number);
        Assert.Single(loaded.Many[1].Many);
        Assert.Equal(saved.Facts with { History = [] }, loaded.Facts with { History = [] });
        Assert.Equal(saved.Facts.History.Select(BitConverter.DoubleToInt64Bits), loaded.Facts.History.Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void Saving_what_was_loaded_gives_the_file()
    {
        byte[] bytes = ModelFile.ToBytes(Keepsake.Sample());
        Assert.Equal(bytes, ModelFile.ToBytes(ModelFile.Load(bytes, Keepsake.Readers)));
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void The_bytes_do_not_depend_on_the_culture(string culture)
    {
        byte[] expected = ModelFile.ToBytes(Keepsake.Sample(), Notes);
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(expected, ModelFile.ToBytes(Keepsake.Sample(), Notes));
            Assert.Equal(expected, ModelFile.ToBytes(ModelFile.Load(expected, Keepsake.Readers), Notes));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Loaded_tensors_are_read_only_and_the_caller_s_bytes_are_not_kept()
    {
        byte[] bytes = ModelFile.ToBytes(Keepsake.Sample());
        var loaded = (Keepsake)ModelFile.Load(bytes, Keepsake.Readers);
        bytes.AsSpan().Clear();
        Assert.Equal(0.1, loaded.Doubles.AsReadOnlySpan<double>()[3]);
        Assert.Throws<InvalidOperationException>(() => loaded.Doubles.AsSpan<double>().Clear());
    }

    [Fact]
    public void A_stream_that_cannot_seek_is_read_to_its_end()
    {
        byte[] bytes = ModelFile.ToBytes(Keepsake.Sample());
        using var pipe = new System.IO.Compression.GZipStream(new MemoryStream(Zipped(bytes)), System.IO.Compression.CompressionMode.Decompress);
        Assert.Equal(bytes, ModelFile.ToBytes(ModelFile.Load(pipe, Keepsake.Readers)));

        static byte[] Zipped(byte[] bytes)
        {
            var zipped = new MemoryStream();
            using (var zip = new System.IO.Compression.GZipStream(zipped, System.IO.Compression.CompressionLevel.Fastest)) zip.Write(bytes);
            return zipped.ToArray();
        }
    }

    /// <summary>The file of format 1 is kept for ever. It was written by this test (CAIRN_WRITE_FIXTURES=1) and passed Fixtures/check-model-file.py.</summary>
    [Fact]
    public void The_kept_file_of_format_1_loads_and_predicts_the_same()
    {
        string path = Path.Combine(Fixtures(), "keepsake-format-1.cairn");
        if (Environment.GetEnvironmentVariable("CAIRN_WRITE_FIXTURES") == "1") Keepsake.Sample().Save(path, Notes);
        var loaded = ModelFile.Load(path, Keepsake.Readers);
        Assert.Equal(ModelFile.Inspect(path).Digest, ModelFile.Inspect(ModelFile.ToBytes(loaded)).Digest);
        Assert.Equal(ModelFile.Inspect(path).Digest, ModelFile.Inspect(ModelFile.ToBytes(Keepsake.Sample())).Digest);

        static string Fixtures([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "Fixtures");
    }

    [Fact]
    public void Inspecting_tells_the_tree_the_tensors_and_the_notes()
    {
        var info = ModelFile.Inspect(ModelFile.ToBytes(Keepsake.Sample(), Notes));
        Assert.Equal(new ArtefactKind("keepsake", 2), info.Kind);
        Assert.StartsWith("Cairn ", info.CreatedBy);
        Assert.Equal(["a", "z"], info.Notes.Keys);
        Assert.Equal(["", "only", "many.0", "many.1", "many.1.many.0"], info.Artefacts.Select(a => a.Path));
        Assert.Equal(12, info.Artefacts[0].Facts.Rows);
        Assert.Equal(35, info.Tensors.Count);
        Assert.Contains("many.1.many.0.floats Float32 [1]", info.Tensors.Select(t => t.ToString()));
    }

    [Fact]
    public void The_digest_is_of_what_predicts_alone()
    {
        string digest = ModelFile.Inspect(ModelFile.ToBytes(Keepsake.Sample())).Digest;
        var original = Keepsake.Sample();
        var otherFacts = new Keepsake
        {
            Name = original.Name,
            Number = original.Number,
            Whole = original.Whole,
            Flag = original.Flag,
            Texts = original.Texts,
            Doubles = original.Doubles,
            Floats = original.Floats,
            Ints = original.Ints,
            Longs = original.Longs,
            Bytes = original.Bytes,
            Bools = original.Bools,
            Odd = original.Odd,
            Only = original.Only,
            Many = original.Many,
            Facts = new TrainingFacts { Rows = 99 }
        };
        Assert.Equal(digest, ModelFile.Inspect(ModelFile.ToBytes(otherFacts, Notes)).Digest);
        Assert.NotEqual(digest, ModelFile.Inspect(ModelFile.ToBytes(new Keepsake())).Digest);
    }

    [Fact]
    public void The_data_begin_at_a_multiple_of_8_and_each_tensor_at_one_of_its_element()
    {
        var (header, data) = SafetensorsText.Split(ModelFile.ToBytes(Keepsake.Sample()));
        Assert.Equal(0, Encoding.UTF8.GetByteCount(header) % 8);
        long end = 0;
        foreach (var (name, dtype, _, begin, to) in SafetensorsText.Tensors(header))
        {
            Assert.Equal(end, begin);
            Assert.True(begin % SafetensorsText.SizeOf(dtype) == 0, name);
            end = to;
        }
        Assert.Equal(data.Length, end);
    }

    [Fact]
    public void What_cannot_be_saved_is_refused_where_it_is_written()
    {
        Assert.Throws<ArgumentException>(() => ModelFile.ToBytes(new Keepsake { Number = double.NaN }));
        Assert.Throws<ArgumentException>(() => ModelFile.ToBytes(new Keepsake { Doubles = new[] { 1.0, double.NaN } }));
        Assert.Throws<ArgumentException>(() => ModelFile.ToBytes(new Keepsake { Name = "half \ud800" }));
        var deep = new Keepsake();
        for (int i = 0; i < 14; i++) deep = new Keepsake { Only = deep };
        Assert.Equal(ModelFile.ToBytes(deep), ModelFile.ToBytes(ModelFile.Load(ModelFile.ToBytes(deep), Keepsake.Readers)));
        Assert.Throws<NotSupportedException>(() => ModelFile.ToBytes(new Keepsake { Only = deep }));
    }

    [Fact]
    public void Every_kind_of_artefact_of_this_floor_has_a_reader()
    {
        var kinds = LearningArtefacts.Readers.Select(r => r.Kind).ToList();
        Assert.Equal(kinds.Count, kinds.Distinct().Count());
        var types = typeof(IArtefact).Assembly.GetTypes().Where(t => t is { IsAbstract: false, IsInterface: false } && t.IsAssignableTo(typeof(IArtefact)));
        Assert.All(types, type => Assert.Contains(KindOf(type), kinds));
    }

    /// <summary>The kind that a type writes: no artefact needs its fields to tell it.</summary>
    static ArtefactKind KindOf(Type type)
    {
        if (type.ContainsGenericParameters)
            type = type.MakeGenericType([.. type.GetGenericArguments().Select(a => a.GetGenericParameterConstraints().FirstOrDefault(c => c.IsInterface) ?? typeof(IArtefact))]);
        return ((IArtefact)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type)).Kind;
    }
}
