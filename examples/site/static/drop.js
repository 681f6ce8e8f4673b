// A file that is dropped is chosen in the field, and the form sent.
const zone = document.getElementById('drop');
const file = document.getElementById('badge');

document.getElementById('drop-help').hidden = false;
const over = (event) => { event.preventDefault(); zone.classList.toggle('over', event.type === 'dragover'); };
zone.addEventListener('dragover', over);
zone.addEventListener('dragleave', over);
zone.addEventListener('drop', (event) => {
  over(event);
  if (event.dataTransfer.files.length === 0) return;
  file.files = event.dataTransfer.files;
  file.form.requestSubmit();
});
