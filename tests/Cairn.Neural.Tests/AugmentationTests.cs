using System.Runtime.CompilerServices;
using System.Text.Json;
using Cairn.RandomNumbers;

namespace Cairn.Tests;

public class AugmentationTests // S144, S145, S262, S264
{
    static readonly float[] Nine = [1, 2, 3, 4, 5, 6, 7, 8, 9];

    static Tensor Picture => Tensor.From<float>(Nine, 1, 1, 3, 3);

    static float[] Changed(Augmentation change, long seed = 0) => change.Apply(Picture, seed).ToArray<float>();

    [Fact]
    public void Flips_exchange_sides()
    {
        Assert.Equal([3, 2, 1, 6, 5, 4, 9, 8, 7], Changed(new HorizontalFlip { Probability = 1 }));
        Assert.Equal([7, 8, 9, 4, 5, 6, 1, 2, 3], Changed(new VerticalFlip { Probability = 1 }));
        Assert.Equal(Nine, Changed(new HorizontalFlip { Probability = 0 }));
        int flipped = new HorizontalFlip().Apply(Tensor.Concat([.. Enumerable.Repeat(Picture, 2000)])).ToArray<float>().Chunk(9).Count(p => p[0] == 3);
        Assert.InRange(flipped, 910, 1090); // four deviations about half
    }

    [Fact]
    public void Turning_by_quarters_is_exact_and_by_anything_as_scipy_does()
    {
        float[] turned = [.. Nine];
        Rotation.Turn(turned, 1, 3, 3, 90, 0); // counter-clockwise
        Close([3, 6, 9, 2, 5, 8, 1, 4, 7], turned);
        Rotation.Turn(turned, 1, 3, 3, 180, 0);
        Close([7, 4, 1, 8, 5, 2, 9, 6, 3], turned);

        var fixture = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Here(), "Fixtures", "augmentations.json"))).RootElement;
        foreach (var c in fixture.GetProperty("cases").EnumerateObject())
        {
            double[] w = Fixture.Numbers(c.Value.GetProperty("warp"));
            float[] x = Array.ConvertAll(Fixture.Numbers(c.Value.GetProperty("x")), v => (float)v), twice = [.. x, .. x];
            int height = c.Value.GetProperty("height").GetInt32(), width = c.Value.GetProperty("width").GetInt32();
            new Warp(w[0], w[1], w[2], w[3], w[4], w[5]).Apply(twice, 2, height, width, 0.25f);
            double[] y = Fixture.Numbers(c.Value.GetProperty("y"));
            Close([.. y, .. y], twice);
        }
        for (int seed = 0; seed < 20; seed++) Assert.Equal(5, Changed(new Rotation { Degrees = 45 }, seed)[4], 1e-5); // the centre stays
        Assert.NotEqual(Nine, Changed(new Rotation { Degrees = 45 }));
        Assert.Equal(Nine, Changed(new Rotation { Degrees = 0 }));
    }

    static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    static void Close(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 2e-6);
    }

    [Fact]
    public void A_crop_is_a_window_of_the_padded_picture()
    {
        var seen = new HashSet<string>();
        float[,] padded = new float[5, 5];
        for (int y = 0; y < 5; y++)
            for (int x = 0; x < 5; x++) padded[y, x] = y is >= 1 and <= 3 && x is >= 1 and <= 3 ? Nine[(y - 1) * 3 + x - 1] : -1;
        var windows = new HashSet<string>();
        for (int top = 0; top < 3; top++)
            for (int left = 0; left < 3; left++)
                windows.Add(string.Join(' ', Enumerable.Range(0, 9).Select(i => padded[top + i / 3, left + i % 3])));
        for (int seed = 0; seed < 200; seed++) seen.Add(string.Join(' ', Changed(new RandomCrop { Padding = 1, Fill = -1 }, seed)));
        Assert.Equal(windows.Order(), seen.Order());
        for (int seed = 0; seed < 50; seed++) // farther than the picture is wide
            Assert.All(Changed(new RandomCrop { Padding = 7 }, seed), v => Assert.True(v == 0 || Nine.Contains(v)));
        Assert.Equal(Nine, Changed(new RandomCrop { Padding = 0 }));
    }

    [Fact]
    public void Moving_and_zooming_stay_within_what_was_asked()
    {
        for (int seed = 0; seed < 30; seed++)
        {
            Assert.All(Changed(new Translation { Vertical = 0, Horizontal = 1 / 3.0 }, seed).Chunk(3), r => Assert.True(r.Max() - r.Min() <= r.Max()));
            float[] zoomed = Changed(new Zoom { Factor = (2, 2) }, seed);
            Assert.Equal(5, zoomed[4]);
            Assert.Equal(3, zoomed[0]); // half a step from the centre
            Assert.Equal(Nine, Changed(new Zoom { Factor = (1, 1), Stretches = true }, seed));
        }
        float[] stretched = Changed(new Zoom { Factor = (0.5, 2), Stretches = true }, 1);
        Assert.NotEqual(stretched[1] - stretched[4], stretched[3] - stretched[4]);
    }

    [Fact]
    public void Brightness_contrast_and_noise_change_as_much_as_they_say()
    {
        var added = new HashSet<float>();
        for (int seed = 0; seed < 300; seed++)
        {
            float[] brighter = Changed(new Brightness { Change = 0.5 }, seed), contrast = Changed(new Contrast { Change = 0.5 }, seed);
            float amount = brighter[0] - 1, factor = (contrast[8] - 5) / 4;
            Assert.All(brighter.Zip(Nine), p => Assert.Equal(p.Second + amount, p.First, 1e-5f));
            Assert.InRange(amount, -0.5, 0.5);
            Assert.All(contrast.Zip(Nine), p => Assert.Equal(5 + factor * (p.Second - 5), p.First, 1e-5f));
            Assert.InRange(factor, 0.5, 1.5);
            added.Add(amount);
        }
        Assert.True(added.Min() < -0.4 && added.Max() > 0.4 && Math.Abs(added.Average()) < 0.07);

        float[] noise = new Noise { Deviation = 0.3 }.Apply(Tensor.Zeros<float>(10, 1, 100, 100)).ToArray<float>();
        Assert.Equal(0, noise.Average(), 0.004f);
        Assert.Equal(0.3, Math.Sqrt(noise.Average(v => (double)v * v)), 0.003);
    }

    [Fact]
    public void Colors_move_along_the_directions_in_which_they_vary()
    {
        var rng = Random(5);
        double[] along = [2.0 / 3, 1.0 / 3, 2.0 / 3], across = [1.0 / 3, 2.0 / 3, -2.0 / 3]; // of length 1, at right angles
        var pictures = Tensor.Zeros<float>(4, 3, 8, 8);
        var amounts = new List<(double, double)>();
        for (int i = 0; i < 256; i++)
        {
            double a = 0.3 * rng.Normal(), b = 0.1 * rng.Normal();
            amounts.Add((a, b));
            for (int c = 0; c < 3; c++) pictures[i / 64, c, i % 64 / 8, i % 8] = 0.5 + a * along[c] + b * across[c];
        }
        double[] directions = [.. PcaColor.DirectionsOf(pictures)];
        var vectors = directions.Chunk(3).OrderByDescending(d => d.Sum(v => v * v)).ToArray();
        double Covariance(Func<(double, double), double> x, Func<(double, double), double> y) =>
            amounts.Average(p => x(p) * y(p)) - amounts.Average(x) * amounts.Average(y);
        double aa = Covariance(p => p.Item1, p => p.Item1), bb = Covariance(p => p.Item2, p => p.Item2), ab = Covariance(p => p.Item1, p => p.Item2);
        double largest = (aa + bb) / 2 + Math.Sqrt((aa - bb) * (aa - bb) / 4 + ab * ab); // of the 2 by 2 matrix of the amounts
        Assert.Equal(largest, Math.Sqrt(vectors[0].Sum(v => v * v)), 1e-7);
        Assert.Equal(aa + bb - largest, Math.Sqrt(vectors[1].Sum(v => v * v)), 1e-7);
        Assert.Equal(0, vectors[2].Sum(v => v * v), 1e-12);
        Assert.Equal(0, vectors[0].Zip(vectors[1], (p, q) => p * q).Sum(), 1e-12);

        float[] before = pictures.ToArray<float>(), after = new PcaColor { Directions = [.. directions], Deviation = 1 }.Apply(pictures, 3).ToArray<float>();
        for (int i = 0; i < 4; i++)
        {
            double[] moved = [.. Enumerable.Range(0, 3).Select(c => (double)after[(3 * i + c) * 64] - before[(3 * i + c) * 64])];
            for (int c = 0; c < 3; c++)
                for (int pixel = 0; pixel < 64; pixel++) Assert.Equal(moved[c], after[(3 * i + c) * 64 + pixel] - before[(3 * i + c) * 64 + pixel], 1e-5);
            double[] normal = [along[1] * across[2] - along[2] * across[1], along[2] * across[0] - along[0] * across[2], along[0] * across[1] - along[1] * across[0]];
            Assert.Equal(0, moved.Zip(normal, (p, q) => p * q).Sum(), 1e-6); // colors have no third direction
            Assert.NotEqual(0, moved[0]);
        }
        Assert.Throws<InvalidOperationException>(() => new PcaColor { Directions = [.. directions] }.Apply(Picture));
        Assert.Throws<ArgumentOutOfRangeException>("Directions", () => new PcaColor { Directions = [1, 2] });
        Assert.Throws<ArgumentException>("pictures", () => PcaColor.DirectionsOf(Picture));
    }

    [Fact]
    public void Covers_have_the_area_that_was_asked()
    {
        var white = Tensor.Ones<float>(400, 2, 20, 20);
        var corners = 0;
        foreach (float[] picture in new Cutout { Side = 6, Fill = -1 }.Apply(white).ToArray<float>().Chunk(800))
        {
            int covered = picture.Count(v => v == -1);
            Assert.InRange(covered, 2 * 9, 2 * 36); // a corner of it at least
            Assert.Equal(picture[..400], picture[400..]); // the same in both channels
            if (covered < 72) corners++;
        }
        Assert.InRange(corners, 120, 280); // 1 - (15/20)^2 = .44 of them reach over the border

        int erased = 0;
        foreach (float[] picture in new RandomErasing { Probability = 0.7, Area = (0.1, 0.2), Fill = -1 }.Apply(white).ToArray<float>().Chunk(800))
        {
            double share = picture.Count(v => v == -1) / 800.0;
            if (share == 0) continue;
            Assert.InRange(share, 0.08, 0.23); // sides are whole pixels
            erased++;
        }
        Assert.InRange(erased, 243, 317);
    }

    [Fact]
    public void Changes_are_composed_and_keyed()
    {
        Assert.Equal([9, 8, 7, 6, 5, 4, 3, 2, 1], Changed(new Sometimes { Probability = 1, Changes = [new HorizontalFlip { Probability = 1 }, new VerticalFlip { Probability = 1 }] }));
        Assert.Equal(Nine, Changed(new Sometimes { Probability = 0, Changes = [new Noise()] }));
        Assert.Equal(Changed(new Noise(), 3), Changed(new Noise(), 3));
        Assert.NotEqual(Changed(new Noise(), 3), Changed(new Noise(), 4));
        var two = new Noise().Apply(Tensor.Concat([Picture, Picture]), 3).ToArray<float>();
        Assert.Equal(Changed(new Noise(), 3), two[..9]); // what others there are changes nothing
        Assert.NotEqual(two[..9], two[9..]);
        Assert.Equal(new Sometimes { Changes = [new Cutout(), new Noise()] }, new Sometimes { Changes = [new Cutout(), new Noise()] });
        var given = Picture;
        new Noise().Apply(given);
        Assert.Equal(Nine, given.ToArray<float>());
    }

    static Rng Random(long seed) => Rng.Stream(seed, "test", "batch").Start();

    [Fact]
    public void Mixup_mixes_rows_and_targets_alike()
    {
        var x = Tensor.From<float>([1, 0, 0, 0, 1, 0, 0, 0, 1], 3, 3); // row i marks its own place, and is of class i
        for (int seed = 0; seed < 20; seed++)
        {
            var mixed = new Mixup { Alpha = 1, Classes = 3 }.Apply(new Batch(x, new[] { 0, 1, 2 }, new double[] { 1, 2, 3 }), Random(seed));
            Assert.Equal(mixed.X.ToArray<float>(), mixed.Y.ToArray<float>());
            Assert.All(mixed.Y.Sum(1).ToArray<float>(), s => Assert.Equal(1, s, 1e-6f));
            Fixture.AssertClose(mixed.Y.To<double>().MatMul(Tensor.From([1.0, 2, 3])), mixed.Weights!, 1e-6, "weights");
        }
        var numbers = new Mixup { Alpha = 1 }.Apply(new Batch(x, x[.., 0]), Random(0));
        Assert.Equal(numbers.X[.., 0].ToArray<float>(), numbers.Y.ToArray<float>());
        Assert.Contains("Classes", Assert.Throws<InvalidOperationException>(() => new Mixup().Apply(new Batch(x, new[] { 0, 1, 2 }), Random(0))).Message, StringComparison.Ordinal);
        Assert.Contains("class 2", Assert.Throws<InvalidOperationException>(() => new Mixup { Classes = 2 }.Apply(new Batch(x, new[] { 0, 1, 2 }), Random(0))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CutMix_counts_the_area_that_it_took()
    {
        var x = Tensor.From<float>([.. Enumerable.Range(0, 3 * 64).Select(i => (float)(i / 64))], 3, 1, 8, 8); // every pixel says whose it is
        bool any = false;
        for (int seed = 0; seed < 30; seed++)
        {
            var mixed = new CutMix { Classes = 3 }.Apply(new Batch(x, new[] { 0, 1, 2 }), Random(seed));
            for (int row = 0; row < 3; row++)
            {
                float[] pixels = mixed.X[row].ToArray<float>(), shares = mixed.Y[row].ToArray<float>();
                for (int k = 0; k < 3; k++) Assert.Equal(pixels.Count(p => p == k) / 64f, shares[k], 1e-6f);
                any |= shares[row] is > 0 and < 1;
            }
        }
        Assert.True(any);
        Assert.Equal(1, (float)x[1, 0, 0, 0]);
    }

    [Fact]
    public void Label_noise_changes_as_many_labels_as_it_says()
    {
        var classes = Tensor.From([.. Enumerable.Range(0, 3000).Select(i => i % 4)]);
        int[] changed = new LabelNoise { Probability = 0.25, Classes = 4 }.Apply(new Batch(classes, classes), Random(1)).Y.ToArray<int>();
        int different = changed.Where((c, i) => c != i % 4).Count();
        Assert.InRange(different, 655, 845);
        Assert.All(changed, c => Assert.InRange(c, 0, 3));
        Assert.InRange(changed.Where((c, i) => i % 4 == 1 && c == 3).Count(), 30, 95); // each other class as likely: a twelfth of 750
        double[] numbers = new LabelNoise { Deviation = 2 }.Apply(new Batch(classes, Tensor.Zeros<double>(3000)), Random(1)).Y.ToArray<double>();
        Assert.Equal(2, Math.Sqrt(numbers.Average(v => v * v)), 0.12);
    }

    static readonly Dictionary<string, string[]> Lexicon = new() { ["big"] = ["large", "huge"], ["dog"] = ["hound"] };

    static readonly string[] Words = "the big dog saw another big dog on the hill".Split(' ');

    [Fact]
    public void Synonyms_replace_as_many_words_as_asked() // S145
    {
        var seen = new HashSet<string>();
        for (int text = 0; text < 200; text++)
        {
            string[] changed = new SynonymReplacement { Lexicon = Lexicon, Fraction = 0.2 }.Apply(Words, text: text);
            int[] places = [.. Enumerable.Range(0, Words.Length).Where(i => changed[i] != Words[i])];
            Assert.Equal(2, places.Length);
            Assert.All(places, i => Assert.Contains(changed[i], Lexicon[Words[i]]));
            seen.UnionWith(places.Select(i => $"{i} {changed[i]}"));
        }
        Assert.Equal(6, seen.Count); // big twice with two synonyms, dog twice with one
        Assert.Equal(Words, new SynonymReplacement { Lexicon = Lexicon, Fraction = 0 }.Apply(Words));
        Assert.Equal(["cat"], new SynonymReplacement { Lexicon = Lexicon, Fraction = 1 }.Apply(["cat"]));
        Assert.Equal(4, new SynonymReplacement { Lexicon = Lexicon, Fraction = 1 }.Apply(Words).Where((w, i) => w != Words[i]).Count());
    }

    [Fact]
    public void Insertions_add_synonyms_of_words_that_are_there()
    {
        for (int text = 0; text < 50; text++)
        {
            var rest = new RandomInsertion { Lexicon = Lexicon, Fraction = 0.3 }.Apply(Words, text: text).ToList();
            Assert.Equal(13, rest.Count);
            foreach (string word in Words) Assert.True(rest.Remove(word));
            Assert.All(rest, w => Assert.Contains(w, (string[])["large", "huge", "hound"]));
        }
        Assert.Equal(["cat"], new RandomInsertion { Lexicon = Lexicon, Fraction = 1 }.Apply(["cat"]));
    }

    [Fact]
    public void Swaps_keep_the_words()
    {
        for (int text = 0; text < 50; text++)
        {
            string[] changed = new RandomSwap().Apply(["a", "b", "c", "d", "e"], text: text);
            Assert.Equal(["a", "b", "c", "d", "e"], changed.Order(StringComparer.Ordinal));
            Assert.Equal(2, changed.Where((w, i) => w != "abcde"[i].ToString()).Count());
        }
        Assert.Equal(["one"], new RandomSwap { Fraction = 1 }.Apply(["one"]));
        Assert.Equal(["a", "b"], new RandomSwap { Fraction = 0 }.Apply(["a", "b"]));
    }

    [Fact]
    public void Deletion_keeps_all_at_0_and_one_random_word_at_1()
    {
        Assert.Equal(Words, new RandomDeletion { Probability = 0 }.Apply(Words));
        var last = Enumerable.Range(0, 200).Select(text => new RandomDeletion { Probability = 1 }.Apply(Words, text: text)).ToList();
        Assert.All(last, w => Assert.Single(w));
        Assert.Equal(Words.Distinct().Order(StringComparer.Ordinal), last.Select(w => w[0]).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["one"], new RandomDeletion { Probability = 1 }.Apply(["one"]));
        Assert.Empty(new RandomDeletion().Apply([]));
        string[] thousand = [.. Enumerable.Repeat("w", 1000)];
        Assert.InRange(new RandomDeletion { Probability = 0.3 }.Apply(thousand).Length, 640, 760);
    }

    [Fact]
    public void Recipes_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>("Probability", () => new HorizontalFlip { Probability = 1.5 });
        Assert.Throws<ArgumentOutOfRangeException>("Probability", () => new RandomDeletion { Probability = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>("Padding", () => new RandomCrop { Padding = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("Degrees", () => new Rotation { Degrees = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("Fill", () => new Rotation { Fill = float.NaN });
        Assert.Throws<ArgumentOutOfRangeException>("Factor", () => new Zoom { Factor = (0, 1) });
        Assert.Throws<ArgumentOutOfRangeException>("Factor", () => new Zoom { Factor = (2, 1) });
        Assert.Throws<ArgumentOutOfRangeException>("Area", () => new RandomErasing { Area = (0.5, 1.5) });
        Assert.Throws<ArgumentOutOfRangeException>("Elongation", () => new RandomErasing { Elongation = 0.5 });
        Assert.Throws<ArgumentOutOfRangeException>("Side", () => new Cutout { Side = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("Alpha", () => new Mixup { Alpha = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("Classes", () => new CutMix { Classes = 1 });
        Assert.Throws<ArgumentOutOfRangeException>("Deviation", () => new LabelNoise { Deviation = -1 });
        Assert.Throws<ArgumentException>("pictures", () => new Noise().Apply(Tensor.Zeros<float>(3, 3)));
    }
}
