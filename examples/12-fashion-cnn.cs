#:project ../src/Cairn/Cairn.csproj

// Twice the same network: on the pictures as they are, and on pictures changed a little each time they are seen.
var (train, test) = Datasets.FashionMnist();
foreach (bool isChanged in (bool[])[false, true])
{
    int epochs = Epochs(isChanged ? 24 : 12);
    var loader = new DataLoader(train)
    {
        BatchSize = 128,
        Seed = 1,
        Augmentations = isChanged ? [new HorizontalFlip(), new RandomCrop { Padding = 2 }, new RandomErasing()] : [],
        Prefetch = isChanged ? 2 : 0,
    };
    var net = new Sequential(
        Seeing(1, 32), Seeing(32, 32), new MaxPool(2), new Dropout(0.2),
        Seeing(32, 64), Seeing(64, 64), new MaxPool(2), new Dropout(0.3),
        new Flatten(), new Linear(64 * 7 * 7, 256, activation: Activation.Relu), new Dropout(0.4), new Linear(256, 10));
    var trainer = new Trainer
    {
        Loss = Loss.CrossEntropyFromLogits,
        Optimizer = new AdamW
        {
            LearningRate = 0.003,
            WeightDecay = 0.01,
            Schedule = new OneCycleSchedule(),
        },
        Epochs = epochs,
        Seed = 1,
        Metrics = [TrainingMetric.Accuracy],
        Callbacks = [new ProgressBar()],
    };
    var history = trainer.Fit(net, loader, new DataLoader(test) { BatchSize = 500 });
    string name = isChanged ? "changed" : "as they are";
    Console.WriteLine(FormattableString.Invariant($"{name}: accuracy {history.Epochs[^1].Metrics[0]:F4} on new pictures; {history}"));
    history.LearningCurve().SaveSvg($"fashion-cnn-{(isChanged ? "changed" : "plain")}.svg");
    if (!isChanged) Console.WriteLine(net.Summary(128, 1, 28, 28));
}

static Sequential Seeing(int from, int to) => new(new Convolution(from, to, 3, padding: 1, bias: false), new BatchNorm(to), new Relu());

// fewer where CAIRN_EPOCHS says so, for a quick look
static int Epochs(int wanted)
{
    int most = int.TryParse(Environment.GetEnvironmentVariable("CAIRN_EPOCHS"), out int epochs) ? epochs : wanted;
    if (most < wanted) Console.WriteLine($"{most} of {wanted} epochs");
    return Math.Min(most, wanted);
}
