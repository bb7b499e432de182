using Cairn.Augmentations;
using Cairn.Kernels;
using Cairn.RandomNumbers;

namespace Cairn.Training;

/// <summary>Changes the samples of a batch, each with random numbers of its own: of (seed, epoch, place in the epoch).</summary>
static class SampleChanges
{
    const int ChunkLength = 8192; // pixels, some microseconds of work

    internal static Tensor Transformed(Tensor x, Func<Tensor, Rng, Tensor> transform, long seed, int epoch, long first)
    {
        var samples = new Tensor[x.Shape[0]];
        var random = Rng.Stream(seed, "DataLoader", "transform");
        WorkTeam.For(samples.Length, i => samples[i] = transform(x[i], random.At(epoch, first + i).Start())
            ?? throw new InvalidOperationException("DataLoader: Transform gave null"));
        return Tensor.Stack(samples);
    }

    internal static Tensor Augmented(Tensor x, ValueList<Augmentation> augmentations, long seed, int epoch, long first)
    {
        if (x.Rank != 4 || x.DType != DType.Float32)
            throw new InvalidOperationException($"DataLoader: augmentations change float32 pictures [rows, channels, height, width], got {x.DType.Name()} {x.Shape}; "
                + "convert them with To<float>(), or reshape them");
        int channels = x.Shape[1], height = x.Shape[2], width = x.Shape[3], length = channels * height * width;
        float[] pixels = x.ToArray<float>();
        var random = Rng.Stream(seed, "DataLoader", "augment");
        int rows = x.Shape[0], rowsPerChunk = Math.Max(1, ChunkLength / Math.Max(1, length));
        WorkTeam.For((rows + rowsPerChunk - 1) / rowsPerChunk, chunk =>
        {
            for (int i = chunk * rowsPerChunk; i < Math.Min(rows, (chunk + 1) * rowsPerChunk); i++)
            {
                var rng = random.At(epoch, first + i).Start();
                foreach (var augmentation in augmentations) augmentation.Apply(pixels.AsSpan(i * length, length), channels, height, width, rng);
            }
        });
        return Tensor.Own(pixels, x.Shape);
    }
}
