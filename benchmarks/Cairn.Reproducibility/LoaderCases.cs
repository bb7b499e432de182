using Cairn.Augmentations;
using Cairn.Data;
using Cairn.Layers;
using Cairn.Training;

namespace Cairn.Reproducibility;

/// <summary>What reaches a network: pictures resized and changed, batches drawn, streamed, made beforehand, and a network that they train.</summary>
static class LoaderCases
{
    const int Rows = 150;

    internal static void Run(Cases cases)
    {
        var pictures = Tensor.From<float>([.. MadeUp.Singles("pictures", Rows * 3 * 9 * 11).Select(v => v - MathF.Floor(v))], Rows, 3, 9, 11);
        var classes = Tensor.From([.. Enumerable.Range(0, Rows).Select(i => i * i % 7 % 3)]);
        foreach (var resampling in Enum.GetValues<Resampling>())
            cases.Add($"pictures/resized {resampling}", PictureResize.Resize(pictures, 7, 16, resampling));
        Augmentation[] changes =
        [
            new RandomCrop { Padding = 2 }, new HorizontalFlip(), new VerticalFlip(), new Rotation { Degrees = 40 }, new Translation(),
            new Zoom { Stretches = true }, new Brightness(), new Contrast(), new Noise(), new Cutout { Side = 3 }, new RandomErasing(),
            new PcaColor { Directions = PcaColor.DirectionsOf(pictures) },
        ];
        foreach (var change in changes) cases.Add($"pictures/{change.GetType().Name}", change.Apply(pictures, seed: 4));

        DataLoader Loader(int prefetch) => new(pictures, classes)
        {
            BatchSize = 16,
            Seed = 6,
            Prefetch = prefetch,
            Sampling = new BalancedSampling(),
            Augmentations = [.. changes],
            BatchAugmentations = [new LabelNoise { Probability = 0.1, Classes = 3 }, new Mixup { Classes = 3 }, new CutMix { Classes = 3 }],
        };
        foreach (var (name, loader) in ((string, DataLoader)[])
        [
            ("balanced, changed", Loader(0)),
            ("weighted", new DataLoader(pictures, classes) { Sampling = new WeightedSampling { Weights = [.. Enumerable.Range(0, Rows).Select(i => i % 5 * 0.3)], Replaces = false } }),
            ("stream", new DataLoader(new DataLoader(pictures, classes) { BatchSize = 13 }.InOrder()) { ShuffleBuffer = 40, Prefetch = 2 }),
        ])
            cases.Add($"loader/{name}", [.. loader.Epoch(2).SelectMany(b => (Tensor[])[b.X, b.Y])]);

        var net = new Sequential(new Flatten(), new Linear(297, 20, activation: Activation.Relu), new Dropout(0.2), new Linear(20, 3));
        new Trainer { Loss = Loss.CrossEntropyFromLogits, Epochs = 2 }.Fit(net, Loader(3));
        cases.Add("loader/trained", [.. net.Parameters.Select(p => p.Value.Detach())]);
    }
}
