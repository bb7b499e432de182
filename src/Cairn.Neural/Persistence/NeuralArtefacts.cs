using Cairn.Layers;

namespace Cairn.Persistence;

/// <summary>The table of what this floor reads from model files: one row for each version of each kind of artefact.</summary>
public static class NeuralArtefacts
{
    /// <summary>The rows.</summary>
    public static IReadOnlyList<ArtefactReaderEntry> Readers { get; } =
    [
        ActivityPenalty.Reader,
        AlphaDropout.Reader,
        BatchNorm.Reader,
        Branches.Reader,
        Crop.Reader,
        Dropout.Reader,
        Elu.Reader,
        Embedding.Reader,
        Flatten.Reader,
        GaussianNoise.Reader,
        Gelu.Reader,
        GroupNorm.Reader,
        HardSigmoid.Reader,
        HardSwish.Reader,
        HardTanh.Reader,
        Identity.Reader,
        InstanceNorm.Reader,
        LayerNorm.Reader,
        LeakyRelu.Reader,
        LearnedPositions.Reader,
        Linear.Reader,
        LogSoftmax.Reader,
        Maxout.Reader,
        Mish.Reader,
        PRelu.Reader,
        Pad.Reader,
        Relu.Reader,
        Reshape.Reader,
        Residual.Reader,
        RmsNorm.Reader,
        Selu.Reader,
        Sequential.Reader,
        Sigmoid.Reader,
        SinusoidalPositions.Reader,
        Softmax.Reader,
        Softplus.Reader,
        Softsign.Reader,
        SpatialDropout.Reader,
        Step.Reader,
        SwiGlu.Reader,
        Swish.Reader,
        Tanh.Reader,
        Upsample.Reader,
        WeightNoise.Reader,
    ];
}
