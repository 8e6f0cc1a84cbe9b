"""For those who write lessons: the builder, what is compared, the template, the benchmark."""
