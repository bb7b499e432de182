using System.Text;

namespace Cairn.Data;

/// <summary>Data sets that are too large to ship inside the library: fetched once, checked, and kept on this machine. The small ones that
/// ship are <see cref="BundledData"/>.</summary>
/// <remarks>Without a network, put the files into a folder and name it in the environment variable <c>CAIRN_MIRROR</c> or in
/// <see cref="FetchOptions.Mirror"/>; the message of a failed fetch says which file belongs where.</remarks>
public static class Datasets
{
    static readonly DownloadableSet MnistSet = new()
    {
        Name = "mnist",
        Description = "Handwritten digits: 60,000 pictures to learn from and 10,000 to test on, 28 x 28 grey pixels, classes 0 to 9",
        Source = "LeCun, Cortes, Burges 1998",
        Licence = "CC BY-SA 3.0",
        Files = IdxFiles("mnist",
            ["https://storage.googleapis.com/cvdf-datasets/mnist/", "https://ossci-datasets.s3.amazonaws.com/mnist/"],
            (9912422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
            (28881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
            (1648877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
            (4542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6")),
    };

    static readonly DownloadableSet FashionMnistSet = new()
    {
        Name = "fashion-mnist",
        Description = "Clothes: 60,000 pictures to learn from and 10,000 to test on, 28 x 28 grey pixels, classes 0 to 9",
        ClassNames = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
        Source = "Xiao, Rasul, Vollgraf 2017, Zalando SE",
        Licence = "MIT",
        Files = IdxFiles("fashion-mnist",
            ["https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/b2617bb6d3ffa2e429640350f613e3291e10b141/data/fashion/",
                "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"],
            (26421880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
            (29515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            (4422102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
            (5148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5")),
    };

    static readonly DownloadableSet TinyShakespeareSet = new()
    {
        Name = "tiny-shakespeare",
        Description = "A million characters of Shakespeare's plays, for models of characters",
        Source = "Karpathy 2015, char-rnn",
        Licence = "public domain",
        Files =
        [
            new()
            {
                Name = "tiny-shakespeare/input.txt",
                Addresses = [new("https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt")],
                Length = 1115394,
                Sha256 = "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
            },
        ],
    };

    /// <summary>The facts about the sets, ordered by name.</summary>
    public static IReadOnlyList<DownloadableSet> Sets { get; } = [FashionMnistSet, MnistSet, TinyShakespeareSet];

    static ValueList<DownloadableFile> IdxFiles(string set, string[] places, params ReadOnlySpan<(long Length, string Sha256)> files)
    {
        string[] names = ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"];
        var made = new DownloadableFile[names.Length];
        for (int i = 0; i < names.Length; i++)
            made[i] = new()
            {
                Name = $"{set}/{names[i]}",
                Addresses = [.. places.Select(p => new Uri(p + names[i]))],
                Length = files[i].Length,
                Sha256 = files[i].Sha256,
            };
        return [.. made];
    }

    /// <summary>MNIST: handwritten digits, 60,000 to learn from and 10,000 to test on.</summary>
    /// <param name="flat">True for rows [n, 784], false, the default, for pictures [n, 1, 28, 28]; float32 from 0 (paper) to 1 (ink).</param>
    /// <param name="options">The folders; null means the defaults.</param>
    /// <param name="context">Progress and cancellation.</param>
    /// <returns>The two data sets; the classes are the digits.</returns>
    /// <inheritdoc cref="DownloadableFile.Fetch" path="/exception"/>
    public static (Dataset Train, Dataset Test) Mnist(bool flat = false, FetchOptions? options = null, FitContext? context = null) =>
        Pictures(MnistSet, "digit", flat, options, context);

    /// <summary>Fashion-MNIST: clothes in the shape of MNIST, harder to tell apart.</summary>
    /// <param name="flat">True for rows [n, 784], false, the default, for pictures [n, 1, 28, 28]; float32 from 0 to 1.</param>
    /// <param name="options">The folders; null means the defaults.</param>
    /// <param name="context">Progress and cancellation.</param>
    /// <returns>The two data sets; the classes are the published numbers, whose names are <see cref="FashionMnistClasses"/>.</returns>
    /// <inheritdoc cref="DownloadableFile.Fetch" path="/exception"/>
    public static (Dataset Train, Dataset Test) FashionMnist(bool flat = false, FetchOptions? options = null, FitContext? context = null) =>
        Pictures(FashionMnistSet, "garment", flat, options, context);

    /// <summary>What the numbers of the classes of Fashion-MNIST stand for.</summary>
    public static IReadOnlyList<string> FashionMnistClasses => FashionMnistSet.ClassNames;

    /// <summary>The text of Tiny Shakespeare: 1,115,394 characters, 65 different ones.</summary>
    /// <param name="options">The folders; null means the defaults.</param>
    /// <param name="context">Progress and cancellation.</param>
    /// <inheritdoc cref="DownloadableFile.Fetch" path="/exception"/>
    public static string TinyShakespeare(FetchOptions? options = null, FitContext? context = null) =>
        File.ReadAllText(TinyShakespeareSet.Files[0].Fetch(options, context), Encoding.ASCII);

    static (Dataset Train, Dataset Test) Pictures(DownloadableSet set, string target, bool flat, FetchOptions? options, FitContext? context)
    {
        context ??= new FitContext();
        long bytes = set.Files.Sum(f => f.Length);
        string[] paths = [.. set.Files.Select(f => f.Fetch(options, context.Child(f.Name, (double)f.Length / bytes)))];
        return (Pictures(paths[0], paths[1], target, flat), Pictures(paths[2], paths[3], target, flat));
    }

    static Dataset Pictures(string pictures, string labels, string target, bool flat)
    {
        Tensor x = Idx.Read(pictures), y = Idx.Read(labels);
        int rows = x.Shape[0], height = x.Shape[1], width = x.Shape[2];
        x = flat ? x.Reshape(rows, height * width) : x.Reshape(rows, 1, height, width);
        return new Dataset(PixelScale.ToUnit(x), y.To<int>(), ClassLabels.Of(Enumerable.Range(0, 10).Select(k => (double)k)), targetName: target);
    }
}
