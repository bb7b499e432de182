using Cairn.Data;
using Cairn.Persistence;

namespace Cairn.Tests;

/// <summary>The blocks of docs/guide/data-for-networks.md, and that they do what the page says.</summary>
public sealed class DataForNetworksGuideTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("cairn-guide").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static string Mirror()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Cairn.slnx"))) root = Path.GetDirectoryName(root)!;
        string data = Environment.GetEnvironmentVariable("CAIRN_DATA") ?? Path.Combine(root, "..", "shared", "data");
        Assert.SkipUnless(Directory.Exists(Path.Combine(data, "fashion-mnist")), "data: fashion-mnist is not there; set CAIRN_DATA to the data folder");
        return Path.GetFullPath(data);
    }

    [Fact]
    public void Fetched()
    {
        var options = new FetchOptions { Mirror = Mirror(), Cache = _folder, IsOffline = true };
        #region fetched
        var (train, test) = Datasets.FashionMnist(options: options);
        Console.WriteLine(train.Features.Shaped!.Shape);                          // [60000, 1, 28, 28]
        Console.WriteLine(Datasets.FashionMnistClasses[train.Target!.ToArray<int>()[0]]);   // Ankle boot
        string plays = Datasets.TinyShakespeare(options);
        #endregion
        Assert.Equal(("[60000, 1, 28, 28]", 10000, 1115394), (train.Features.Shaped!.Shape.ToString(), test.Rows, plays.Length));
        Assert.Equal("Ankle boot", Datasets.FashionMnistClasses[train.Target!.ToArray<int>()[0]]);
    }

    [Fact]
    public void Own_files()
    {
        byte[] content = [1, 2, 3];
        File.WriteAllBytes(Path.Combine(_folder, "measured.npy"), content);
        #region own
        var file = new DownloadableFile
        {
            Name = "my-set/measured.npy",
            Addresses = [new("https://data.example.org/measured.npy"), new("https://mirror.example.org/measured.npy")],
            Length = 3,
            Sha256 = "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81",
        };
        string path = file.Fetch(new FetchOptions { Mirror = _folder });
        #endregion
        Assert.Equal(content, File.ReadAllBytes(path));
    }

    [Fact]
    public void Arrays()
    {
        string path = Path.Combine(_folder, "a.npz");
        var net = new Sequential(new Linear(2, 1));
        net.Initialize(1);
        #region arrays
        NumpyFile.WriteAll(path, [("x", Tensor.Arange(6).Reshape(2, 3)), ("y", new[] { 0.5, 1.5 })]);
        foreach (var (name, tensor) in NumpyFile.ReadAll(path)) Console.WriteLine($"{name} {tensor.DType} {tensor.Shape}");
        net.SaveWeights(path);   // by the name's end: .npz is NumPy's, all else safetensors
        net.LoadWeights(path);
        #endregion
        Assert.Equal(["0.weight", "0.bias"], NumpyFile.ReadAll(path).Select(a => a.Name));
    }

    [Fact]
    public void Loaders()
    {
        var train = new Dataset(Tensor.Zeros<float>(40, 1, 8, 8), Tensor.From([.. Enumerable.Range(0, 40).Select(i => i % 10)]),
            ClassLabels.Of(Enumerable.Range(0, 10).Select(k => (double)k)));
        #region loader
        var loader = new DataLoader(train)
        {
            BatchSize = 64,
            Seed = 7,
            Sampling = new BalancedSampling(),                      // rare classes as often as common ones
            Augmentations = [new RandomCrop { Padding = 2 }, new HorizontalFlip(), new Cutout { Side = 4 }],
            BatchAugmentations = [new Mixup { Alpha = 0.2, Classes = 10 }],
            Prefetch = 2,                                           // two batches beforehand, on another thread
        };
        foreach (var batch in loader.Epoch(0)) Console.WriteLine($"{batch.X.Shape} {batch.Y.Shape}");
        #endregion
        Assert.Equal(["[40, 1, 8, 8] [40, 10]"], loader.Epoch(0).Select(b => $"{b.X.Shape} {b.Y.Shape}"));
    }

    [Fact]
    public void Streams()
    {
        string[] files = [.. Enumerable.Range(0, 3).Select(i => Path.Combine(_folder, $"{i}.npz"))];
        foreach (string file in files) NumpyFile.WriteAll(file, [("x", Tensor.Zeros<float>(20, 4)), ("y", Tensor.Zeros<float>(20, 1))]);
        #region stream
        IEnumerable<Batch> Parts()
        {
            foreach (string file in files)                          // one file in memory at a time
            {
                var arrays = NumpyFile.ReadAll(file).ToDictionary(a => a.Name, a => a.Tensor);
                yield return new Batch(arrays["x"], arrays["y"]);
            }
        }
        var loader = new DataLoader(Parts()) { BatchSize = 16, ShuffleBuffer = 1000, Prefetch = 4 };
        #endregion
        Assert.Equal([16, 16, 16, 12], loader.Epoch(0).Select(b => b.Rows));
    }

    [Fact]
    public void Own_change()
    {
        #region change
        var loader = new DataLoader(Tensor.Zeros<float>(8, 1, 4, 4), Tensor.Zeros<float>(8)) { Augmentations = [new SaltAndPepper { Part = 0.5 }] };
        #endregion
        float[] pixels = loader.Epoch(0).Single().X.ToArray<float>();
        Assert.All(pixels, p => Assert.True(p is 0 or 1));
        Assert.InRange(pixels.Sum(), 10, 55);
    }

    [Fact]
    public void Words()
    {
        #region words
        var lexicon = new Dictionary<string, string[]> { ["quick"] = ["fast", "swift"], ["dog"] = ["hound"] };
        string[] words = "the quick brown fox jumps over the lazy dog".Split(' ');
        foreach (var change in (TextAugmentation[])[new SynonymReplacement { Lexicon = lexicon }, new RandomInsertion { Lexicon = lexicon },
            new RandomSwap(), new RandomDeletion()])
            Console.WriteLine(string.Join(' ', change.Apply(words, seed: 1)));
        #endregion
        Assert.Equal(10, new RandomInsertion { Lexicon = lexicon }.Apply(words, seed: 1).Length);
    }
}

#region own-change
sealed record SaltAndPepper : Augmentation
{
    public double Part { get; init; } = 0.02;

    public override void Apply(Span<float> picture, int channels, int height, int width, RandomNumbers.Rng rng)
    {
        foreach (ref float pixel in picture)
            if (rng.Uniform() < Part) pixel = rng.Bernoulli(0.5) ? 1 : 0;
    }
}
#endregion
