using System.IO.Compression;
using System.Security.Cryptography;
using Cairn.Data;

namespace Cairn.Tests;

public sealed class DownloadTests : IDisposable
{
    static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31 % 251))];

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    FetchOptions Options => new() { Cache = _folder["cache"], Mirror = _folder["mirror"] };

    string Kept => Path.Combine(_folder["cache"], "set", "a.bin");

    static DownloadableFile FileAt(params string[] addresses) => new()
    {
        Name = "set/a.bin",
        Addresses = [.. addresses.Select(a => new Uri(a))],
        Length = Content.Length,
        Sha256 = Convert.ToHexString(SHA256.HashData(Content)),
    };

    [Fact]
    public void A_file_is_fetched_once_and_kept()
    {
        using var server = new WebServer(r => WebServer.Send(r, Content));
        var file = FileAt(server.Address + "a.bin");
        Assert.Equal(Kept, file.Fetch(Options));
        Assert.Equal(Content, File.ReadAllBytes(Kept));
        Assert.Equal(Kept, file.Fetch(Options));
        Assert.Equal(1, server.Requests);
        Assert.Equal([Kept], Directory.GetFiles(Path.GetDirectoryName(Kept)!));

        File.WriteAllText(Kept, "damaged"); // what is kept is checked each time
        file.Fetch(Options);
        Assert.Equal(Content, File.ReadAllBytes(Kept));
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public void Addresses_that_give_something_else_are_passed_over_and_named()
    {
        byte[] changed = (byte[])Content.Clone();
        changed[77] ^= 1;
        using var server = new WebServer(r =>
        {
            switch (r.Request.Url!.AbsolutePath)
            {
                case "/changed": WebServer.Send(r, changed); break;
                case "/short": WebServer.Send(r, Content[..1000]); break;
                case "/long": WebServer.Send(r, [.. Content, 0]); break;
                case "/cut":
                    r.Response.ContentLength64 = Content.Length;
                    r.Response.OutputStream.Write(Content.AsSpan(0, 5000));
                    r.Response.Abort();
                    break;
                case "/none": r.Response.StatusCode = 404; r.Response.Close(); break;
                default: WebServer.Send(r, Content); break;
            }
        });
        string[] bad = [.. ((string[])["changed", "short", "long", "cut", "none"]).Select(p => server.Address + p)];
        var e = Assert.Throws<IOException>(() => FileAt(bad).Fetch(Options));
        foreach (string part in (string[])[.. bad, "has the SHA-256", "has 1000 bytes instead of 300000", "has more than 300000 bytes", "404", Kept, "CAIRN_MIRROR"])
            Assert.Contains(part, e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Kept));

        FileAt([.. bad, server.Address + "good"]).Fetch(Options);
        Assert.Equal(Content, File.ReadAllBytes(Kept));
    }

    [Fact]
    public void A_fetch_can_be_cancelled_and_watched()
    {
        using var cancel = new CancellationTokenSource();
        using var server = new WebServer(r =>
        {
            r.Response.ContentLength64 = Content.Length;
            r.Response.OutputStream.Write(Content.AsSpan(0, 5000));
            r.Response.OutputStream.Flush();
            cancel.Cancel(); // and the rest never comes
        });
        var e = Assert.ThrowsAny<OperationCanceledException>(() => FileAt(server.Address).Fetch(Options, new FitContext { Cancellation = cancel.Token }));
        Assert.Equal(cancel.Token, e.CancellationToken);
        Assert.False(File.Exists(Kept));

        using var whole = new WebServer(r => WebServer.Send(r, Content));
        var seen = new Reports();
        FileAt(whole.Address).Fetch(Options, new FitContext { Progress = seen });
        Assert.Contains(seen.All, p => p.Fraction == 1);
    }

    sealed class Reports : IProgress<FitProgress>
    {
        internal List<FitProgress> All { get; } = [];

        public void Report(FitProgress value) => All.Add(value);
    }

    [Fact]
    public void A_mirror_folder_stands_before_the_network()
    {
        var file = FileAt("http://localhost:1/never");
        string offline = Assert.Throws<IOException>(() => file.Fetch(Options with { IsOffline = true })).Message;
        Assert.Contains("IsOffline", offline, StringComparison.Ordinal);
        Assert.Contains(Kept, offline, StringComparison.Ordinal);
        Assert.Contains("http://localhost:1/never: ", Assert.Throws<IOException>(() => file.Fetch(Options)).Message, StringComparison.Ordinal);

        string flat = _folder.Write("mirror/a.bin", Content);
        Assert.Equal(flat, file.Fetch(Options));
        string deep = _folder.Write("mirror/set/a.bin", Content);
        Assert.Equal(deep, file.Fetch(Options));
        File.WriteAllBytes(deep, [1, 2, 3]);
        Assert.Contains("has 3 bytes", Assert.Throws<IOException>(() => file.Fetch(Options)).Message, StringComparison.Ordinal);
        File.Delete(deep);
        File.Delete(flat);
        Assert.False(File.Exists(Kept));

        using (var packed = new GZipStream(File.Create(_folder["mirror/set/a.bin.gz"]), CompressionLevel.Fastest)) packed.Write(Content);
        Assert.Equal(Kept, file.Fetch(Options));
        Assert.Equal(Content, File.ReadAllBytes(Kept));
        File.Delete(Kept);
        File.WriteAllText(_folder["mirror/set/a.bin.gz"], "no gzip at all");
        Assert.Contains("gzip", Assert.Throws<IOException>(() => file.Fetch(Options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cache_that_cannot_be_written_says_so()
    {
        using var server = new WebServer(r => WebServer.Send(r, Content));
        string taken = _folder.Write("file", [1]);
        Assert.Contains("CAIRN_CACHE", Assert.Throws<IOException>(() => FileAt(server.Address).Fetch(new() { Cache = taken })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_recipe_is_checked()
    {
        var file = FileAt("http://localhost/");
        foreach (string name in (string[])["", "/a", "a/", "../a", "a/../b", "a//b", "c:/a", "a\\b", ".", "a/ /b"])
            Assert.Throws<ArgumentException>("Name", () => file with { Name = name });
        Assert.Throws<ArgumentException>("Addresses", () => file with { Addresses = [] });
        Assert.Throws<ArgumentException>("Addresses", () => file with { Addresses = [new("ftp://localhost/a")] });
        Assert.Throws<ArgumentException>("Addresses", () => file with { Addresses = [new("a", UriKind.Relative)] });
        Assert.Throws<ArgumentException>("Sha256", () => file with { Sha256 = "12" });
        Assert.Throws<ArgumentOutOfRangeException>("Length", () => file with { Length = -1 });
        Assert.Throws<ArgumentException>("Cache", () => new FetchOptions { Cache = "" });
        Assert.Throws<ArgumentException>("Mirror", () => new FetchOptions { Mirror = "" });
    }

    [Fact]
    public void Fashion_mnist_is_what_it_is_known_to_be()
    {
        string mirror = Path.GetDirectoryName(Path.GetDirectoryName(Repository.Data("fashion-mnist/train-images-idx3-ubyte.gz")))!;
        var options = new FetchOptions { Cache = _folder["cache"], Mirror = mirror, IsOffline = true };
        var (train, test) = Datasets.FashionMnist(options: options);
        Assert.Equal("[60000, 1, 28, 28]", train.Features.Shaped!.Shape.ToString());
        Assert.Equal("[10000, 1, 28, 28]", test.Features.Shaped!.Shape.ToString());
        Assert.Equal((784, 10, "garment"), (train.Features.Count, train.Classes!.Count, train.TargetName));
        Assert.Equal([9, 0, 0, 3, 0, 2, 7, 2, 5, 5], train.Target!.ToArray<int>()[..10]); // the published labels
        Assert.Equal("Ankle boot", Datasets.FashionMnistClasses[9]);
        foreach (var (set, each) in ((Dataset, int)[])[(train, 6000), (test, 1000)])
            Assert.All(set.Target!.ToArray<int>().CountBy(k => k), c => Assert.Equal(each, c.Value));
        float[] pixels = train.Features.Dense!.ToArray<float>();
        double mean = pixels.Average(p => (double)p), deviation = Math.Sqrt(pixels.Average(p => (p - mean) * (p - mean)));
        Assert.Equal(0.28604, mean, 1e-5);
        Assert.Equal(0.35302, deviation, 1e-5);
        Assert.Equal((0f, 1f), (pixels.Min(), pixels.Max()));

        var taken = test.Take([3, 1]);
        Assert.Equal("float32 [2, 1, 28, 28]", $"{taken.Features.Shaped!.DType.Name()} {taken.Features.Shaped.Shape}");
        Assert.Equal(test.Features.Dense!.ToArray<float>()[(3 * 784)..(4 * 784)], taken.Features.Dense!.ToArray<float>()[..784]);
        Assert.False(Directory.Exists(_folder["cache"]));
    }

    [Fact]
    public void Tiny_shakespeare_is_unpacked_from_a_mirror()
    {
        string mirror = Path.GetDirectoryName(Path.GetDirectoryName(Repository.Data("tiny-shakespeare/input.txt.gz")))!;
        string text = Datasets.TinyShakespeare(new() { Cache = _folder["cache"], Mirror = mirror, IsOffline = true });
        Assert.Equal((1115394, 65), (text.Length, text.Distinct().Count()));
        Assert.StartsWith("First Citizen:", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Sets_are_listed_and_a_missing_one_says_what_to_put_where()
    {
        Assert.Equal(["fashion-mnist", "mnist", "tiny-shakespeare"], Datasets.Sets.Select(s => s.Name));
        var options = new FetchOptions { Cache = _folder["cache"], Mirror = _folder.Folder, IsOffline = true };
        string message = Assert.Throws<IOException>(() => Datasets.Mnist(options: options)).Message;
        Assert.Contains("train-images-idx3-ubyte.gz", message, StringComparison.Ordinal);
        Assert.Contains("440fcabf", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_more_axes_are_lines_of_numbers_for_other_learners()
    {
        var pictures = Features.From(Tensor.From<float>([0, 1, 2, 3, 4, 5, 6, 7], 2, 1, 2, 2));
        Assert.Equal((2, 4), (pictures.Rows, pictures.Count));
        Assert.Equal("[2, 4]", pictures.ToNumbers("a learner").Shape.ToString());
        Assert.Equal("[1, 1, 2, 2]", pictures.Take([1]).Shaped!.Shape.ToString());
        Assert.Equal([4, 5, 6, 7], pictures.Take([1]).Dense!.ToArray<float>());
        Assert.Equal([4, 5, 6, 7], Features.From(Tensor.From<int>([0, 1, 2, 3, 4, 5, 6, 7], 2, 1, 2, 2)).Take([1]).Dense!.ToArray<double>());
        Assert.Null(Features.From(new Table(new NumberColumn("a", [1]))).Shaped);
    }
}
